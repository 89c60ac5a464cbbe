package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.DependType;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds a layer back wherever it might run: its job, its depends, its start time, the caps above it.
 *
 * <p>Threading: that of the cell. Changes nothing.
 */
final class WhyJob {
    /** Depends named in one sentence. */
    private static final int NAMED_MAX = 3;

    private final CellState state;

    WhyJob(CellState state) {
        this.state = state;
    }

    /** What comes before depends. */
    void ofJob(int job, List<WhyHold> holds) {
        int now = state.jobs.state(job);
        if (now == JobStates.FINISHED) {
            add(holds, WhyReason.ENDED, 0, "the job has ended");
        } else if (now == JobStates.SHUTDOWN) {
            add(holds, WhyReason.ENDED, 0, "the job is being killed");
        } else if (now == JobStates.POSTED) {
            int parent = state.jobs.row(state.jobs.parentNumber(job));
            String name = parent < 0 ? "its parent" : "job " + state.jobName(parent);
            add(holds, WhyReason.PARENT, state.jobs.parentNumber(job), "starts when " + name + " has ended");
        }
        if (state.jobs.paused(job)) {
            add(holds, WhyReason.PAUSED, 0, "the job is paused");
        }
        if (!state.jobs.autoBook(job)) {
            add(holds, WhyReason.NOT_BOOKED, 0, "booking of the job is switched off");
        }
        int show = state.jobs.showRow(job);
        if (!state.catalog.present(show) || !state.catalog.bookable(show)) {
            String closed = "show " + WhyTexts.name(state, show) + " is inactive, or its booking is switched off";
            add(holds, WhyReason.SHOW_CLOSED, state.catalog.number(show), closed);
        }
    }

    /** What frames in DEPEND wait for; also those in WAITING while depends are being set up. */
    WhyHold depends(int job, int layer) {
        if (state.jobs.pendingHolds(job) > 0) {
            return new WhyHold(WhyReason.DEPENDS, 0, "its depends are being set up");
        }
        List<String> named = new ArrayList<>();
        int more = 0;
        int index = state.layers.layerIndex(layer);
        long first = 0;
        for (int depend = state.jobs.erHead(job) - 1; depend >= 0; depend = state.depends.nextOfEr(depend) - 1) {
            int of = state.depends.erLayerIndex(depend);
            if (!state.depends.active(depend) || (of >= 0 && of != index)) {
                continue;
            }
            if (named.size() < NAMED_MAX) {
                named.add(on(job, depend));
                int onJob = state.depends.onJobRow(depend);
                first = first == 0 ? state.jobs.number(onJob) : first;
            } else {
                more++;
            }
        }
        String others = more > 0 ? " and " + more + " more" : "";
        String detail = named.isEmpty() ? "waits for other frames" : "waits for " + String.join(", ", named) + others;
        return new WhyHold(WhyReason.DEPENDS, first, detail);
    }

    private String on(int job, int depend) {
        int onJob = state.depends.onJobRow(depend);
        int onLayer = state.depends.onLayerIndex(depend);
        String where = onJob == job ? "" : " of job " + state.jobName(onJob);
        if (state.depends.type(depend) == DependType.PREVIOUS_FRAME.value()) {
            return "the previous frames";
        }
        if (onLayer < 0) {
            return "job " + state.jobName(onJob);
        }
        String layer = "layer " + state.layerName(state.jobs.layerBase(onJob) + onLayer) + where;
        return state.depends.onFrameOrdinal(depend) >= 0 ? "a frame of " + layer : layer;
    }

    /** What comes between depends and hosts. */
    void ofLayer(int job, int layer, List<WhyHold> holds) {
        long startAfter = state.layers.startAfterMillis(layer);
        if (startAfter > state.globals.dueMillis()) {
            String reason = Texts.get(state.layerTexts.get(layer), CellState.LAYER_START_AFTER_REASON);
            WhyReason why = state.layers.delayed(layer) ? WhyReason.DELAYED : WhyReason.START_TIME;
            String until = "its start time has not come";
            add(holds, why, startAfter, reason.isEmpty() ? until : until + ": " + reason);
        }
        jobCap(job, layer, holds);
        for (int folder = state.jobs.folderRow(job); folder >= 0; folder = state.catalog.parentRow(folder)) {
            folderCap(folder, layer, holds);
        }
        if (!hasSubscription(state.jobs.showRow(job))) {
            int show = state.jobs.showRow(job);
            String none = "show " + WhyTexts.name(state, show) + " has no subscription";
            add(holds, WhyReason.NO_SUBSCRIPTION, 0, none);
        }
    }

    private void jobCap(int job, int layer, List<WhyHold> holds) {
        long cap = state.jobs.maxCoreUnits(job);
        long used = state.jobs.usedCoreUnits(job);
        if (cap >= 0 && cap - used < leastCoreUnits(layer)) {
            add(holds, WhyReason.JOB_CAP, 0, cores("the job may use", cap, used, layer));
        }
        long gpuCap = state.jobs.maxGpus(job);
        if (gpuCap >= 0 && gpuCap - state.jobs.usedGpus(job) < state.layers.minGpus(layer)) {
            add(holds, WhyReason.JOB_CAP, 0, gpus("the job may use", gpuCap, state.jobs.usedGpus(job), layer));
        }
    }

    private void folderCap(int folder, int layer, List<WhyHold> holds) {
        CatalogTable catalog = state.catalog;
        String name = "folder " + WhyTexts.name(state, folder) + " may use";
        long cap = catalog.capCoreUnits(folder);
        if (cap >= 0 && cap - catalog.usedCoreUnits(folder) < leastCoreUnits(layer)) {
            String detail = cores(name, cap, catalog.usedCoreUnits(folder), layer);
            add(holds, WhyReason.FOLDER_CAP, catalog.number(folder), detail);
        }
        long gpuCap = catalog.capGpus(folder);
        if (gpuCap >= 0 && gpuCap - catalog.usedGpus(folder) < state.layers.minGpus(layer)) {
            String detail = gpus(name, gpuCap, catalog.usedGpus(folder), layer);
            add(holds, WhyReason.FOLDER_CAP, catalog.number(folder), detail);
        }
    }

    private boolean hasSubscription(int showRow) {
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            boolean share = state.catalog.kind(row) == CatalogTable.SHARE && state.catalog.showRow(row) == showRow;
            if (share && state.catalog.present(row)) {
                return true;
            }
        }
        return false;
    }

    /** A limit of the layer without room, the first in order; null when all have room. */
    void limits(int layer, List<WhyHold> holds) {
        for (int i = 0; i < Limits.count(state, layer); i++) {
            long number = Limits.number(state, layer, i);
            int row = state.catalogIndex.row(io.cuegrid.core.sbe.RecordKind.LIMIT, number);
            if (state.catalog.present(row)
                    && !state.catalog.perHost(row)
                    && state.catalog.running(row) >= state.catalog.capCoreUnits(row)) {
                String detail = "limit " + WhyTexts.name(state, row) + ": " + state.catalog.running(row) + " of "
                        + state.catalog.capCoreUnits(row) + " in use";
                add(holds, WhyReason.LIMIT, number, detail);
            }
        }
    }

    /** The fewest core units that a frame of the layer could be given. */
    private int leastCoreUnits(int layer) {
        return Math.max(HostRooms.MIN_CORE_UNITS, state.layers.minCoreUnits(layer));
    }

    private String cores(String what, long cap, long used, int layer) {
        int asked = state.layers.minCoreUnits(layer);
        return what + " " + WhyTexts.cores(cap) + " and uses " + WhyTexts.coreCount(used)
                + (asked > 0 ? "; a frame asks for " + WhyTexts.coreCount(asked) : "; a frame asks for a whole host");
    }

    private String gpus(String what, long cap, long used, int layer) {
        return what + " " + WhyTexts.gpus(cap) + " and uses " + used + "; a frame asks for "
                + state.layers.minGpus(layer);
    }

    private static void add(List<WhyHold> holds, WhyReason reason, long number, String detail) {
        holds.add(new WhyHold(reason, number, detail));
    }
}
