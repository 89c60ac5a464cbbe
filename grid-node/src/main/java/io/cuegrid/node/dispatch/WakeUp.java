package io.cuegrid.node.dispatch;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How a loop idles: it parks until somebody wakes it, and never longer than a fixed time, so that an idle farm costs
 * nothing and a command does not wait for a timer.
 *
 * <p>Threading: {@link #wake} from any thread, the rest by the loop.
 */
final class WakeUp implements IdleStrategy {
    /** Also the resolution of the loop's own timers. */
    static final long PARK_NANOS_MAX = 20_000_000;

    private volatile boolean signalled;
    private volatile @Nullable Thread parked;

    /** Ends the loop's current or next pause. */
    void wake() {
        if (!signalled) {
            signalled = true;
            Thread thread = parked;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        parked = Thread.currentThread();
        if (!signalled) {
            LockSupport.parkNanos(this, PARK_NANOS_MAX);
        }
        parked = null;
        signalled = false;
    }

    @Override
    public void reset() {}
}
