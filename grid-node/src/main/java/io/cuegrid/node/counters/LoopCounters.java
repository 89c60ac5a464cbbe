package io.cuegrid.node.counters;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.HostLostDeclaredDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OrderRepeatedDecoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.DirectBuffer;

/**
 * What the dispatch loop of one cell counts: plain numbers that it writes in order and never waits for. They begin at 0
 * with the process.
 *
 * <p>Threading: the loop is the one writer and allocates nothing here; any thread reads.
 */
public final class LoopCounters {
    private static final int REPLY_CODES = ReplyCode.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(LoopCount.values().length);
    private final AtomicLongArray runEnds = new AtomicLongArray(RunEnd.values().length);
    private final AtomicLongArray refusals = new AtomicLongArray(REPLY_CODES);
    private final Buckets batchNanos = Buckets.ofDurations();
    private final Buckets batchCommands = Buckets.ofSizes();
    private final Buckets batchEvents = Buckets.ofSizes();
    private final Buckets readWaitNanos = Buckets.ofDurations();
    private final MessageListReader list = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameStoppedDecoder frameStopped = new FrameStoppedDecoder();

    private static void add(AtomicLongArray numbers, int index, long delta) {
        numbers.setRelease(index, numbers.getPlain(index) + delta);
    }

    public void add(LoopCount what, long delta) {
        add(counts, what.ordinal(), delta);
    }

    /**
     * A batch was acknowledged.
     *
     * @param durationNanos from its sending to its acknowledgement
     */
    public void batch(int commands, int steps, DirectBuffer events, int eventsLength, long durationNanos) {
        batchNanos.record(durationNanos);
        batchCommands.record(commands);
        add(LoopCount.COMMANDS, commands);
        add(LoopCount.STEPS, steps);
        int seen = 0;
        list.wrap(events, 0, eventsLength);
        while (list.next()) {
            seen++;
            header.wrap(list.buffer(), list.offset());
            event(header.templateId(), list.buffer(), list.offset());
        }
        batchEvents.record(seen);
    }

    private void event(int template, DirectBuffer buffer, int offset) {
        switch (template) {
            case FrameStartedDecoder.TEMPLATE_ID -> add(LoopCount.BOOKINGS, 1);
            case FrameStoppedDecoder.TEMPLATE_ID -> {
                frameStopped.wrapAndApplyHeader(buffer, offset, header);
                boolean succeeded = frameStopped.newState() == FrameState.SUCCEEDED;
                add(runEnds, RunEnd.of(frameStopped.cause(), succeeded).ordinal(), 1);
            }
            case OrderRepeatedDecoder.TEMPLATE_ID -> add(LoopCount.ORDERS_REPEATED, 1);
            case ProcKillRequestedDecoder.TEMPLATE_ID -> add(LoopCount.KILLS, 1);
            case HostLostDeclaredDecoder.TEMPLATE_ID -> add(LoopCount.HOSTS_LOST, 1);
            default -> {
                // all other events are counted by their number only
            }
        }
    }

    /** A command was decided and got this reply. */
    public void reply(ReplyCode code) {
        if (code != ReplyCode.OK) {
            add(refusals, code.ordinal(), 1);
        }
    }

    /** A slice of a read is sent to the cell. @param nanos since it was asked for */
    public void readWaited(long nanos) {
        readWaitNanos.record(nanos);
    }

    public long count(LoopCount what) {
        return counts.getAcquire(what.ordinal());
    }

    public long ended(RunEnd how) {
        return runEnds.getAcquire(how.ordinal());
    }

    /** Commands that the cell decided to refuse with this code. */
    public long refused(ReplyCode code) {
        return refusals.getAcquire(code.ordinal());
    }

    /** From a batch's sending to its acknowledgement, nanoseconds. */
    public Buckets batchNanos() {
        return batchNanos;
    }

    public Buckets batchCommands() {
        return batchCommands;
    }

    public Buckets batchEvents() {
        return batchEvents;
    }

    /** Of slices of reads, from the question to its turn, nanoseconds. */
    public Buckets readWaitNanos() {
        return readWaitNanos;
    }
}
