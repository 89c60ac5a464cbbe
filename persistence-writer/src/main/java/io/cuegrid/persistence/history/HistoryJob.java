package io.cuegrid.persistence.history;

/**
 * A job as history has it. Counts are those of its end, 0 before. Times are epoch milliseconds, 0 when it has not come to
 * that.
 *
 * @param incarnation with cell and jobNumber: what the job's id is made of
 * @param facility empty when the directory's events are not in history yet, as show
 * @param state a name of OpenCue's {@code JobState}
 * @param coreMillis milliseconds of reserved cores
 * @param runs frame runs
 */
public record HistoryJob(
        int incarnation,
        int cell,
        long jobNumber,
        String name,
        String facility,
        String show,
        String shot,
        String user,
        String state,
        boolean killed,
        long submittedMillis,
        long finishedMillis,
        int layers,
        int frames,
        int succeeded,
        int dead,
        int eaten,
        long coreMillis,
        long runs) {}
