package io.cuegrid.node.counters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.FrameStartedEncoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.FrameStoppedEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;
import java.lang.management.ManagementFactory;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class LoopCountersTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int BATCHES = 10_000;
    /** What a thread's own bookkeeping may take, far below a byte a batch. */
    private static final long NOISE_BYTES = 2_000;

    private final MessageListWriter events = new MessageListWriter(4_096);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LoopCounters counters = new LoopCounters();

    private void started() {
        FrameStartedEncoder event = new FrameStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        events.append(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }

    private void stopped(StopCause cause, FrameState newState) {
        FrameStoppedEncoder event = new FrameStoppedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .cause(cause)
                .newState(newState);
        events.append(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }

    private void batch() {
        counters.batch(3, 7, events.buffer(), events.length(), 1_500_000);
        counters.reply(ReplyCode.OK);
        counters.reply(ReplyCode.EXHAUSTED);
        counters.readWaited(90_000);
    }

    @Test
    void shouldTellHowRunsEndedAndInWhichRangesBatchesFell() {
        started();
        stopped(StopCause.COMPLETED, FrameState.SUCCEEDED);
        stopped(StopCause.COMPLETED, FrameState.WAITING);
        stopped(StopCause.HOST_LOST, FrameState.WAITING);
        batch();

        assertThat(counters.count(LoopCount.BOOKINGS)).isEqualTo(1);
        assertThat(counters.count(LoopCount.COMMANDS)).isEqualTo(3);
        assertThat(counters.count(LoopCount.STEPS)).isEqualTo(7);
        assertThat(counters.ended(RunEnd.SUCCEEDED)).isEqualTo(1);
        assertThat(counters.ended(RunEnd.FAILED)).isEqualTo(1);
        assertThat(counters.ended(RunEnd.HOST_GONE)).isEqualTo(1);
        assertThat(counters.refused(ReplyCode.EXHAUSTED)).isEqualTo(1);
        assertThat(counters.refused(ReplyCode.NOT_FOUND)).isZero();
        assertThat(counters.batchEvents().sum()).isEqualTo(4);
        assertThat(counters.batchNanos().count()).isEqualTo(1);
        // 1.5 ms: above 1 ms, not above 2.5 ms
        assertThat(counters.batchNanos().counts()[4]).isEqualTo(1);
        assertThat(counters.readWaitNanos().counts()[0]).isEqualTo(1);
    }

    @Test
    void shouldAllocateNothing() {
        started();
        stopped(StopCause.COMPLETED, FrameState.SUCCEEDED);
        for (int i = 0; i < WARM_UP; i++) {
            batch();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < BATCHES; i++) {
            batch();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(NOISE_BYTES);
        assertThat(counters.batchCommands().count()).isEqualTo(WARM_UP + BATCHES);
    }
}
