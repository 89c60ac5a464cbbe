package io.cuegrid.persistence.history;

import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.sbe.RecordKind;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one transaction come to: rows to be copied and rows to be changed. Filled by {@link HistoryEvents},
 * written by {@link HistoryTransaction}, then cleared.
 *
 * <p>Threading: one thread, the writer's.
 */
final class HistoryRows {
    final CopyRows frameRuns = new CopyRows(
            "frame_runs",
            "stopped_at",
            "started_at",
            "job_number",
            "proc_number",
            "host_number",
            "run_millis",
            "cpu_millis",
            "memory_kib",
            "gpu_memory_kib",
            "max_rss_kib",
            "max_pss_kib",
            "max_gpu_memory_kib",
            "incarnation",
            "cell",
            "layer_index",
            "frame_index",
            "frame_ordinal",
            "frame_number",
            "attempt",
            "core_units",
            "gpus",
            "exit_status",
            "exit_signal",
            "outcome",
            "cause");
    final CopyRows layers = new CopyRows(
            "layers",
            "incarnation",
            "cell",
            "job_number",
            "layer_index",
            "submitted_at",
            "name",
            "layer_type",
            "range_text",
            "chunk_size",
            "frames",
            "min_core_units",
            "max_core_units",
            "memory_kib",
            "min_gpus",
            "gpu_memory_kib",
            "tags",
            "services",
            "finished_at",
            "runs",
            "failed_runs",
            "core_millis",
            "failed_core_millis",
            "cpu_millis",
            "gpu_millis",
            "max_rss_kib");
    final CopyRows hostChanges =
            new CopyRows("host_changes", "changed_at", "incarnation", "cell", "host_number", "what", "value", "reason");
    final CopyRows audit = new CopyRows(
            "audit",
            "happened_at",
            "incarnation",
            "machine",
            "what",
            "target_kind",
            "target_number",
            "user_name",
            "reason",
            "detail");

    final Map<Long, JobRow> jobs = new LinkedHashMap<>();
    final List<LayerEnd> layerEnds = new ArrayList<>();
    final List<Long> droppedLaunches = new ArrayList<>();
    final Map<Long, HostRow> hosts = new LinkedHashMap<>();
    final List<CatalogRow> catalog = new ArrayList<>();
    final Map<UsageKey, Usage> usage = new LinkedHashMap<>();
    final Set<YearMonth> months = new HashSet<>();
    /** The month noted last. */
    private long notedFromMillis;

    private long notedToMillis;

    /** A layer that is done. */
    record LayerEnd(long jobNumber, int layerIndex, long timeMillis) {}

    /** A record of the directory; null: it is removed. */
    record CatalogRow(
            RecordKind kind,
            long number,
            long directoryVersion,
            @Nullable CatalogRecord record) {}

    /** What a show's job used on a day; the show and the allocation are looked up when it is written. */
    record UsageKey(long epochDay, long jobNumber, long hostNumber) {}

    /** A sum of runs. */
    static final class Usage {
        long runs;
        long failedRuns;
        long coreMillis;
        long failedCoreMillis;
        long gpuMillis;

        void add(Usage other) {
            runs += other.runs;
            failedRuns += other.failedRuns;
            coreMillis += other.coreMillis;
            failedCoreMillis += other.failedCoreMillis;
            gpuMillis += other.gpuMillis;
        }
    }

    /** A host as the events leave it; what is null or -1 stays. */
    static final class HostRow {
        @Nullable
        Registered registered;

        long allocationNumber = -1;

        @Nullable
        String os;

        @Nullable
        String tags;

        long removedMillis;

        /** What a daemon announced. */
        record Registered(
                String name,
                long allocationNumber,
                int coreUnits,
                long memoryKib,
                int gpus,
                long gpuMemoryKib,
                String os,
                String tags,
                long timeMillis) {}
    }

    JobRow job(long number) {
        return jobs.computeIfAbsent(number, JobRow::new);
    }

    HostRow host(long number) {
        return hosts.computeIfAbsent(number, unused -> new HostRow());
    }

    /** A row of this time is among them. */
    void noteTime(long epochMillis) {
        if (epochMillis < notedFromMillis || epochMillis >= notedToMillis) {
            YearMonth month = Partitions.monthOf(epochMillis);
            months.add(month);
            notedFromMillis = Partitions.startOf(month);
            notedToMillis = Partitions.startOf(month.plusMonths(1));
        }
    }

    /** Roughly how many rows a transaction would touch. */
    int size() {
        return frameRuns.rows()
                + layers.rows()
                + hostChanges.rows()
                + audit.rows()
                + jobs.size()
                + layerEnds.size()
                + hosts.size()
                + catalog.size()
                + droppedLaunches.size();
    }

    int bytes() {
        return frameRuns.bytes() + layers.bytes() + hostChanges.bytes() + audit.bytes();
    }

    void clear() {
        frameRuns.clear();
        layers.clear();
        hostChanges.clear();
        audit.clear();
        jobs.clear();
        layerEnds.clear();
        droppedLaunches.clear();
        hosts.clear();
        catalog.clear();
        usage.clear();
        months.clear();
        notedFromMillis = 0;
        notedToMillis = 0;
    }
}
