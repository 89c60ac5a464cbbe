package io.cuegrid.node.recovery;

import io.cuegrid.core.directory.Facility;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.dispatch.LeaderState;
import io.cuegrid.node.link.RoutedMachine;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the directory which facilities there are, so that every node runs a loop for each cell. On the node that
 * leads an empty directory it has the first records made.
 *
 * <p>Threading: one thread of its own.
 */
public final class FacilityWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FacilityWatch.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 10_000;

    private final RoutedMachine directory;
    private final DirectorySeeder seeder;
    private final Consumer<Facility> found;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private boolean seeded;

    /**
     * @param facilities of a new grid
     * @param found called for every facility, again and again; starts what is missing
     */
    public FacilityWatch(RoutedMachine directory, List<String> facilities, Consumer<Facility> found) {
        this.directory = directory;
        this.seeder = new DirectorySeeder(directory, facilities);
        this.found = found;
        this.thread = new Thread(this::run, "facility-watch");
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                if (!seeded && directory.local().loop().state() == LeaderState.LEADING) {
                    seeded = seeder.seedIfEmpty();
                }
                look();
            } catch (StatusRuntimeException e) {
                LOG.debug("the directory does not answer: {}", e.getStatus());
            } catch (RuntimeException e) {
                LOG.warn("facilities cannot be learned of", e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(first.getCount() == 0 ? PAUSE_MILLIS : FIRST_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        RecordCodec codec = new RecordCodec();
        boolean[] any = {false};
        MachineAccess machine = directory;
        new MachineClient(machine, TIMEOUT_MILLIS)
                .read(RowQuery.records(RecordKind.FACILITY), (buffer, offset, length) -> {
                    if (codec.decode(buffer, offset) instanceof Facility facility) {
                        found.accept(facility);
                        any[0] = true;
                    }
                    return true;
                });
        if (any[0]) {
            first.countDown();
        }
    }

    /** Waits until the directory was read once. */
    public boolean awaitFirst(long timeoutMillis) throws InterruptedException {
        return first.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
