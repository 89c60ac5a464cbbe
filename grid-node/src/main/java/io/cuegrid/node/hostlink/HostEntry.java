package io.cuegrid.node.hostlink;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the leader's node knows of one host of the cell: when it was heard, and its stream. Soft: a new leader starts
 * anew and counts from its start.
 *
 * <p>Threading: guarded by its own lock.
 */
final class HostEntry {
    /** Between two looks at the limits of a host's runs: a twelfth of the least limit, which is a minute. */
    private static final long LIMITS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long hostNumber;
    private final HostTotals totals;
    private long incarnation;
    private long heardNanos;
    private long limitsNanos;
    private boolean up;
    private boolean lostSent;
    private @Nullable HostStream stream;
    private @Nullable HostHealth reported;

    HostEntry(long hostNumber, long incarnation, HostTotals totals, long nowNanos, boolean up) {
        this.hostNumber = hostNumber;
        this.incarnation = incarnation;
        this.totals = totals;
        this.heardNanos = nowNanos;
        this.up = up;
    }

    long hostNumber() {
        return hostNumber;
    }

    HostTotals totals() {
        return totals;
    }

    synchronized long incarnation() {
        return incarnation;
    }

    /** The host registered. @return the stream it had before, to be closed */
    synchronized @Nullable HostStream attach(@Nullable HostStream fresh, long newIncarnation, long nowNanos) {
        @Nullable HostStream before = stream;
        stream = fresh;
        incarnation = newIncarnation;
        heardNanos = nowNanos;
        up = true;
        lostSent = false;
        reported = null;
        return before == fresh ? null : before;
    }

    synchronized void detach(HostStream gone) {
        if (stream == gone) {
            stream = null;
        }
    }

    synchronized @Nullable HostStream stream() {
        return stream;
    }

    /** Whether its runs are to be held against their limits with this heartbeat: limits are minutes, heartbeats may be many. */
    synchronized boolean limitsDue(long nowNanos) {
        if (limitsNanos != 0 && nowNanos - limitsNanos < LIMITS_NANOS) {
            return false;
        }
        limitsNanos = nowNanos;
        return true;
    }

    /** A heartbeat came. @return false when the host is given up: its lease must not be renewed any more */
    synchronized boolean heard(long nowNanos) {
        if (lostSent) {
            return false;
        }
        heardNanos = nowNanos;
        return true;
    }

    /** Whether the lease may be renewed. */
    synchronized boolean isTrusted() {
        return !lostSent;
    }

    /** Whether the host is silent for too long. From here on it is not trusted before it registers again. */
    synchronized boolean giveUp(long nowNanos, long lostNanos) {
        if (!up || lostSent || nowNanos - heardNanos < lostNanos) {
            return false;
        }
        lostSent = true;
        return true;
    }

    /** The command could not be put in; it is tried again. The host stays untrusted. */
    synchronized void lostAgain() {
        lostSent = false;
    }

    synchronized void down() {
        up = false;
    }

    /** @return whether the cell should hear of it */
    synchronized boolean reports(HostHealth health) {
        if (reported != null && !health.differsFrom(reported)) {
            return false;
        }
        reported = health;
        return true;
    }

    /** The report did not get through. */
    synchronized void forgetReport() {
        reported = null;
    }
}
