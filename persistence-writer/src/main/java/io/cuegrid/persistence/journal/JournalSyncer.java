package io.cuegrid.persistence.journal;

import java.io.IOException;
import java.util.Collection;
import org.agrona.concurrent.Agent;

/** Forces journals to the disk and looks at the room left, once a duty cycle. */
final class JournalSyncer implements Agent {
    private final Collection<JournalWriter> writers;
    private final SyncPolicy policy;
    private final DiskReserve reserve;

    JournalSyncer(Collection<JournalWriter> writers, SyncPolicy policy, DiskReserve reserve) {
        this.writers = writers;
        this.policy = policy;
        this.reserve = reserve;
    }

    /** Always 0, so that the runner waits for one interval between two cycles. */
    @Override
    public int doWork() throws IOException {
        reserve.check();
        if (policy == SyncPolicy.INTERVAL) {
            for (JournalWriter writer : writers) {
                writer.sync();
            }
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "journal-sync";
    }
}
