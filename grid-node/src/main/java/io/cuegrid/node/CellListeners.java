package io.cuegrid.node;

import io.cuegrid.node.dispatch.CellListener;
import io.cuegrid.node.replication.BatchWork;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners, and keeps what one of them throws from the loop. Threading: the loop's. */
final class CellListeners implements CellListener {
    private static final Logger LOG = LoggerFactory.getLogger(CellListeners.class);

    private final List<CellListener> listeners;

    CellListeners(List<CellListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onLead(long epoch, long sequence) {
        for (CellListener listener : listeners) {
            guard(() -> listener.onLead(epoch, sequence));
        }
    }

    @Override
    public void onBatch(BatchWork batch) {
        for (int i = 0; i < listeners.size(); i++) {
            try {
                listeners.get(i).onBatch(batch);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at sequence {}", batch.position().sequence(), e);
            }
        }
    }

    @Override
    public void onMark(long session, long number) {
        for (int i = 0; i < listeners.size(); i++) {
            try {
                listeners.get(i).onMark(session, number);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at mark {}", number, e);
            }
        }
    }

    @Override
    public void onLost(String reason) {
        for (CellListener listener : listeners) {
            guard(() -> listener.onLost(reason));
        }
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }
}
