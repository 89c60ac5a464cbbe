package io.cuegrid.node.hostlink;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers heartbeats of a cell's hosts together. An answer renews a lease, so it must not leave before this node is known to
 * lead the cell still at a time after the heartbeat came: that is what a mark in the cell's ring tells when it comes back.
 * One mark serves all hosts that were heard since the one before; the loop has no other work with heartbeats.
 *
 * <p>Threading: any thread hears, the loop finishes; guarded by its own lock.
 */
final class HeartbeatRounds {
    /** Session of the marks: streams have numbers from 1. */
    static final long SESSION = 0;
    /** A host waits so long for company. */
    static final long GATHER_MILLIS = 40;

    private final Marks marks;
    private final Delay delay;
    private List<HostStream> gathering = new ArrayList<>();
    private @Nullable List<Heard> underWay;
    private long round;
    private boolean planned;

    /**
     * A host's heartbeat.
     *
     * @param number of its message
     */
    record Heard(HostStream stream, long number) {}

    /** Puts marks into the cell's ring. */
    @FunctionalInterface
    interface Marks {
        /** @return false when there is no room */
        boolean mark(long session, long number);
    }

    HeartbeatRounds(Marks marks, Delay delay) {
        this.marks = marks;
        this.delay = delay;
    }

    /** A message came with a heartbeat and nothing else; all that the host said before is in the ring. */
    synchronized void heard(HostStream stream, long messageNumber) {
        if (stream.waitingHeartbeat() == 0) {
            gathering.add(stream);
        }
        stream.waitingHeartbeat(messageNumber);
        plan();
    }

    private void plan() {
        if (!planned && underWay == null && !gathering.isEmpty()) {
            planned = true;
            delay.after(this::begin, GATHER_MILLIS);
        }
    }

    private synchronized void begin() {
        planned = false;
        if (underWay != null || gathering.isEmpty()) {
            return;
        }
        List<Heard> heard = new ArrayList<>(gathering.size());
        for (HostStream stream : gathering) {
            heard.add(new Heard(stream, stream.waitingHeartbeat()));
        }
        if (!marks.mark(SESSION, round + 1)) {
            plan();
            return;
        }
        round++;
        underWay = heard;
        gathering.forEach(stream -> stream.waitingHeartbeat(0));
        gathering = new ArrayList<>(heard.size());
    }

    /** A mark came back. @return the heartbeats that it confirms; none when the lead was lost meanwhile */
    synchronized List<Heard> finish(long number) {
        List<Heard> done = underWay;
        if (done == null || number != round) {
            return List.of();
        }
        underWay = null;
        plan();
        return done;
    }

    /** The lead was taken or lost: nobody who waits is answered, and a mark that is under way means nothing any more. */
    synchronized void clear() {
        round++;
        underWay = null;
        gathering.forEach(stream -> stream.waitingHeartbeat(0));
        gathering = new ArrayList<>();
    }
}
