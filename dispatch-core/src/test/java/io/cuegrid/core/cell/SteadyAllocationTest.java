package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameCompleteEncoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ProcStartedEncoder;
import io.cuegrid.core.sbe.TickEncoder;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are booked, started and completed without any garbage once the cell is warm. */
class SteadyAllocationTest {
    private static final int WARM_LIFECYCLES = 20_000;
    private static final int MEASURED_LIFECYCLES = 10_000;
    /** In the first ones the virtual machine may still load a class for what happens rarely. */
    private static final int ROUNDS = 4;

    private static final int FRAMES = 10_000;
    private static final int FAILS_EVERY = 50;
    private static final int TICKS_EVERY = 100;

    @ParameterizedTest(name = "share of a layer: {0} %")
    @ValueSource(ints = {0, 25})
    void shouldAllocateNothingForALifecycleOnceWarm(int sharePercent) {
        FarmFixture farm = farm();
        farm.layerShare(sharePercent, 2);
        Loop loop = new Loop(farm);
        loop.run(WARM_LIFECYCLES);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            least = Math.min(least, loop.run(MEASURED_LIFECYCLES));
        }
        assertThat(least)
                .as("bytes allocated for %d lifecycles", MEASURED_LIFECYCLES)
                .isZero();
    }

    private static FarmFixture farm() {
        FarmFixture farm = FarmFixture.simple();
        farm.limit(1, 90);
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, 40_000, -1);
        farm.folder(3, FarmFixture.SHOW, 2, 35_000, -1);
        farm.show(2, "other", 4);
        farm.subscription(2, FarmFixture.ALLOCATION, 10_000, 20_000);
        for (int i = 0; i < 4; i++) {
            JobSpec job = new JobSpec("job" + i).show(1 + i % 2, i % 2 == 0 ? 3 : 4);
            job.maxRetries(10).layer("a", FRAMES, layer -> layer.threadable().limit(1));
            job.layer("b", FRAMES, layer -> layer.coreUnits(200).memoryGib(8).threadable());
            farm.launch(
                    List.of(job),
                    depends ->
                            depends.add(new FarmFixture.LaunchDepend(DependType.FRAME_BY_FRAME, 0, 1, -1, 0, 0, -1)));
        }
        return farm;
    }

    /** Hosts that start and end what they are told to, first come first served; nothing here allocates either. */
    private static final class Loop implements DecisionSink {
        private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private static final int HOSTS = 20;
        private static final int RING = 1 << 12;
        private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

        private final StateMachine cell;
        private final long[] procs = new long[RING];
        private final long[] hosts = new long[RING];
        private long started;
        private long ended;
        private long now;
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        private final int[] atZero = {0};
        private final MessageHeaderEncoder header = new MessageHeaderEncoder();
        private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
        private final FrameStartedDecoder startedDecoder = new FrameStartedDecoder();
        private final ProcStartedEncoder startedEncoder = new ProcStartedEncoder();
        private final FrameCompleteEncoder completeEncoder = new FrameCompleteEncoder();
        private final TickEncoder tick = new TickEncoder();

        Loop(FarmFixture farm) {
            for (int i = 0; i < HOSTS; i++) {
                farm.host("host" + i, 16, 64);
            }
            cell = farm.cell;
            now = farm.now;
            work();
            for (Run run : farm.orders) {
                add(run.proc(), run.host());
            }
        }

        private void add(long proc, long host) {
            procs[(int) started & (RING - 1)] = proc;
            hosts[(int) started & (RING - 1)] = host;
            started++;
        }

        /** @return bytes allocated */
        long run(int lifecycles) {
            long before = THREAD.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < lifecycles; i++) {
                assertRunning();
                long proc = procs[(int) ended & (RING - 1)];
                long host = hosts[(int) ended & (RING - 1)];
                now += 7;
                startedEncoder
                        .wrapAndApplyHeader(buffer, 0, header)
                        .correlationId(0)
                        .hostNumber(host)
                        .procNumber(proc);
                execute(HEADER + startedEncoder.encodedLength());
                completeEncoder
                        .wrapAndApplyHeader(buffer, 0, header)
                        .correlationId(0)
                        .hostNumber(host)
                        .procNumber(proc)
                        .exitStatus(ended % FAILS_EVERY == 0 ? 1 : 0)
                        .exitSignal(0)
                        .runMillis(500 + ended % 1000)
                        .cpuMillis(500)
                        .maxRssKib(1000 + ended)
                        .maxPssKib(1000)
                        .maxGpuMemoryKib(0)
                        .killedByOrder(BooleanType.F);
                ended++;
                execute(HEADER + completeEncoder.encodedLength());
                if (i % TICKS_EVERY == 0) {
                    tick.wrapAndApplyHeader(buffer, 0, header);
                    execute(HEADER + tick.encodedLength());
                }
                work();
            }
            return THREAD.getCurrentThreadAllocatedBytes() - before;
        }

        private void assertRunning() {
            if (started - ended < HOSTS) {
                throw new AssertionError(started - ended + " frames run on " + HOSTS + " hosts");
            }
        }

        private void execute(int length) {
            cell.expect(buffer, atZero, 1);
            cell.execute(buffer, 0, length, now, this);
        }

        private void work() {
            while (cell.hasWork()) {
                cell.work(now, FarmFixture.BUDGET, this);
            }
        }

        @Override
        public void onEvent(DirectBuffer source, int offset, int length) {
            headerDecoder.wrap(source, offset);
            if (headerDecoder.templateId() == FrameStartedDecoder.TEMPLATE_ID) {
                startedDecoder.wrapAndApplyHeader(source, offset, headerDecoder);
                add(startedDecoder.procNumber(), startedDecoder.hostNumber());
            }
        }

        @Override
        public void onReply(DirectBuffer source, int offset, int length) {}
    }
}
