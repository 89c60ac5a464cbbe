package io.cuegrid.host.frame;

import io.cuegrid.host.machine.ProcessMemory;
import io.cuegrid.host.machine.ProcessStat;
import io.cuegrid.host.machine.ProcessTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures each run's memory and processor time over all of its processes. Young runs are measured at each call, older
 * ones less often; the proportional share (PSS) rarely, and the more rarely the dearer it is.
 *
 * <p>Threading: one thread, the sampler's.
 */
public final class UsageSampler {
    private static final Logger LOG = LoggerFactory.getLogger(UsageSampler.class);

    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PSS_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** PSS may take this share of the time: one part in. */
    private static final long PSS_SHARE = 500;

    private static final long PAGE_KIB = 4;

    private final FrameTable frames;
    private final long periodNanos;
    private final long clockTicks;
    private final Map<Long, Times> timesByProc = new HashMap<>();

    private static final class Times {
        long nextNanos;
        long nextPssNanos;
    }

    public UsageSampler(FrameTable frames, long periodMillis, long clockTicks) {
        this.frames = frames;
        this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
        this.clockTicks = clockTicks;
    }

    /** Measures the runs whose turn it is. */
    public void sample() {
        try {
            long now = System.nanoTime();
            timesByProc.keySet().removeIf(proc -> !frames.has(proc));
            ProcessTable table = null;
            for (FrameRun run : frames.runs()) {
                RunFolder.Identity child = run.child;
                Times times = timesByProc.computeIfAbsent(run.proc, proc -> newTimes(now));
                if (child == null || now < times.nextNanos) {
                    continue;
                }
                boolean young = now - run.acceptedNanos < YOUNG_NANOS;
                times.nextNanos = young ? now : now + periodNanos;
                table = table == null ? ProcessTable.read() : table;
                measure(run, table.family(child.pid()), times, now);
            }
        } catch (IOException e) {
            LOG.warn("processes cannot be measured: {}", e.getMessage());
        }
    }

    private static Times newTimes(long now) {
        Times times = new Times();
        times.nextNanos = now;
        times.nextPssNanos = now;
        return times;
    }

    private void measure(FrameRun run, List<ProcessStat> family, Times times, long now) {
        if (family.isEmpty()) {
            return;
        }
        long rssKib = 0;
        long swapKib = 0;
        long cpuTicks = 0;
        for (ProcessStat process : family) {
            rssKib += process.rssPages() * PAGE_KIB;
            cpuTicks += process.cpuTicks();
            swapKib += ProcessMemory.swapKib(process.pid());
        }
        long pssKib = -1;
        if (now >= times.nextPssNanos) {
            long before = System.nanoTime();
            pssKib = family.stream()
                    .mapToLong(process -> ProcessMemory.pssKib(process.pid()))
                    .sum();
            long cost = System.nanoTime() - before;
            times.nextPssNanos = now + Math.max(PSS_PERIOD_NANOS, cost * PSS_SHARE);
        }
        Usage last = run.usage;
        run.usage = last.next(rssKib, pssKib, swapKib, cpuTicks * 1000 / clockTicks);
    }
}
