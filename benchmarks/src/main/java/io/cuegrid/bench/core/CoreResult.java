package io.cuegrid.bench.core;

import io.cuegrid.bench.report.Figures;
import org.jspecify.annotations.Nullable;

/**
 * What a run of one cell on one thread came to. A figure that the scenario does not measure is null.
 *
 * @param bookNanosP50 of one booking, the completion that made room for it included
 * @param bytesPerLifecycle allocated on the loop's thread, launches not counted
 * @param bytesPerSubmittedFrame allocated by launches
 * @param coldFillSeconds from the first booking of an idle farm to the last
 * @param submitMillis from the first command of a launch until its job is visible
 * @param longestBatchMillis of the batches of such launches, the longest of all that were measured
 * @param longestBatchCpuMillis the same by processor time, which is what a quiet machine would take
 * @param cpuShare processor time of the thread by wall time, 0 to 1; well below 1 the machine was busy with something else
 *     and the other figures say little
 * @param utilisation booked cores of all cores, 0 to 1
 * @param heapMiB used after a collection
 * @param offHeapMiB where the cell's pages are
 */
record CoreResult(
        String scenario,
        @Nullable Double lifecyclesPerSecond,
        @Nullable Double bookNanosP50,
        @Nullable Double bookNanosP99,
        @Nullable Double bytesPerLifecycle,
        @Nullable Double bytesPerSubmittedFrame,
        @Nullable Double coldFillSeconds,
        @Nullable Double submitMillis,
        @Nullable Double longestBatchMillis,
        @Nullable Double longestBatchCpuMillis,
        double cpuShare,
        @Nullable Double utilisation,
        double heapMiB,
        double offHeapMiB,
        long lifecycles,
        long events,
        boolean digestsEqual) {

    Figures figures() {
        return new Figures()
                .text("scenario", scenario)
                .number("lifecyclesPerSecond", lifecyclesPerSecond, 0)
                .number("bookNanosP50", bookNanosP50, 0)
                .number("bookNanosP99", bookNanosP99, 0)
                .number("bytesPerLifecycle", bytesPerLifecycle, 2)
                .number("bytesPerSubmittedFrame", bytesPerSubmittedFrame, 1)
                .number("coldFillSeconds", coldFillSeconds, 3)
                .number("submitMillis", submitMillis, 1)
                .number("longestBatchMillis", longestBatchMillis, 2)
                .number("longestBatchCpuMillis", longestBatchCpuMillis, 2)
                .number("cpuShare", cpuShare, 3)
                .number("utilisation", utilisation, 4)
                .number("heapMiB", heapMiB, 0)
                .number("offHeapMiB", offHeapMiB, 0)
                .number("lifecycles", (double) lifecycles, 0)
                .number("events", (double) events, 0)
                .flag("digestsEqual", digestsEqual);
    }
}
