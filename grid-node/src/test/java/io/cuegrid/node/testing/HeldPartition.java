package io.cuegrid.node.testing;

import com.hazelcast.map.EntryProcessor;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Stands on the partition thread of an entry until it is let go: nothing that reaches that thread is done meanwhile. Runs
 * on the member that sends it, so it is never serialised.
 *
 * @param held counted down as soon as it stands there
 * @param pause lets it go
 */
public record HeldPartition(CountDownLatch held, CountDownLatch pause)
        implements EntryProcessor<CellKey, HostedReplica, Integer> {
    @Override
    public Integer process(Map.Entry<CellKey, HostedReplica> entry) {
        held.countDown();
        try {
            pause.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Override
    public @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return null;
    }
}
