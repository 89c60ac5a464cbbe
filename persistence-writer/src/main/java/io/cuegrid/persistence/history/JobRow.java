package io.cuegrid.persistence.history;

import io.cuegrid.core.sbe.JobState;
import org.jspecify.annotations.Nullable;

/**
 * A job as the events of one transaction leave it. Staged within it: inserted whole. Else: what is set is changed in the row
 * that is there.
 */
final class JobRow {
    final long jobNumber;
    /** What its launch said; null when that is in the table already. */
    @Nullable
    Staged staged;

    @Nullable
    JobState state;

    long launchedMillis;
    long removedMillis;
    boolean isLaunched;
    int layers;
    int frames;
    /** Whether it has ended, last; the counts are of that end. */
    boolean isFinished;
    /** Whether it was finished and goes on. */
    boolean isRestarted;

    long finishedMillis;
    boolean killed;
    int succeeded;
    int eaten;
    int dead;
    int waiting;
    long runs;
    long failedRuns;
    long coreMillis;
    long failedCoreMillis;
    long gpuMillis;
    long maxRssKib;

    /** The unchanging part of a job. */
    record Staged(
            long submittedMillis,
            long launchId,
            long showNumber,
            long folderNumber,
            long postJobOf,
            String name,
            String shot,
            String user,
            String os,
            String logDir,
            int priority,
            int maxRetries,
            int layers) {}

    JobRow(long jobNumber) {
        this.jobNumber = jobNumber;
    }
}
