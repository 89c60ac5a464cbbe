package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.JobStats;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.node.document.JobPaths;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Sbe;
import java.util.Objects;

/** A job's row as OpenCue's Job. */
public final class JobMapper {
    private JobMapper() {}

    /** Reads the row from its first field to its last. */
    public static Job map(View view, Cell cell, JobRowDecoder row) {
        String id = view.ids().job(cell.number(), row.jobNumber());
        Job.Builder job = Job.newBuilder()
                .setId(id)
                .setState(state(row))
                .setShow(view.catalog().showName(row.showNumber()))
                .setGroup(view.catalog().folderName(row.folderNumber()))
                .setFacility(cell.facility())
                .setPriority(row.priority())
                .setMinCores(Units.cores(row.minCoreUnits()))
                .setMaxCores(Units.cores(row.maxCoreUnits()))
                .setMinGpus(row.minGpus())
                .setMaxGpus(row.maxGpus())
                .setIsPaused(Sbe.is(row.paused()))
                .setHasComment(view.comments().any(id))
                .setAutoEat(Sbe.is(row.autoEat()))
                .setStartTime(Units.seconds(row.submittedMillis()))
                .setStopTime(Units.seconds(row.finishedMillis()))
                .setEligibleTime(Units.seconds(row.eligibleMillis() > 0 ? row.eligibleMillis() : row.submittedMillis()))
                .setJobStats(stats(row));
        if (row.uid() != 0) {
            job.setUid(row.uid());
        }
        job.setName(row.name());
        job.setShot(row.shot());
        job.setUser(row.user());
        job.setOs(row.os());
        job.setLogDir(JobPaths.logDir(row.logDir(), id));
        return job.build();
    }

    public static JobState state(JobRowDecoder row) {
        return Objects.requireNonNull(JobState.forNumber(row.jobState().value()), "a state of OpenCue's");
    }

    private static JobStats stats(JobRowDecoder row) {
        int pending = row.waiting() + row.depend();
        Work work = Work.of(
                row.runs(),
                row.failedRuns(),
                row.coreMillis(),
                row.failedCoreMillis(),
                row.gpuMillis(),
                row.failedGpuMillis(),
                row.clockMillis(),
                pending);
        return JobStats.newBuilder()
                .setTotalLayers(row.layers())
                .setTotalFrames(row.frames())
                .setWaitingFrames(row.waiting())
                .setRunningFrames(row.running())
                .setDeadFrames(row.dead())
                .setEatenFrames(row.eaten())
                .setDependFrames(row.depend())
                .setSucceededFrames(row.succeeded())
                .setPendingFrames(pending)
                .setAvgFrameSec(work.averageFrameSeconds())
                .setHighFrameSec(Units.clamp(row.highMillis() / 1_000))
                .setAvgCoreSec(work.averageCoreSeconds())
                .setRenderedFrameCount(work.rendered())
                .setFailedFrameCount(work.failed())
                .setRemainingCoreSec(work.remainingCoreSeconds())
                .setTotalCoreSec(work.totalCoreSeconds())
                .setRenderedCoreSec(work.renderedCoreSeconds())
                .setFailedCoreSec(work.failedCoreSeconds())
                .setMaxRss(row.maxRssKib())
                .setReservedCores(Units.cores(row.reservedCoreUnits()))
                .setTotalGpuSec(work.totalGpuSeconds())
                .setRenderedGpuSec(work.renderedGpuSeconds())
                .setFailedGpuSec(work.failedGpuSeconds())
                .setReservedGpus(row.reservedGpus())
                .setMaxPss(row.maxPssKib())
                .build();
    }
}
