package io.cuegrid.persistence.history;

import java.util.List;

/** What is asked of history. Empty texts and lists, and numbers of 0, mean: any. */
public final class HistoryQuery {
    public static final int JOBS_DEFAULT = 100;
    public static final int JOBS_MAX = 1_000;
    public static final int FRAME_RUNS_DEFAULT = 1_000;
    public static final int FRAME_RUNS_MAX = 10_000;

    private HistoryQuery() {}

    /**
     * @param nameContains part of the name, case ignored
     * @param cell with jobNumber: one job
     * @param limit 1 to {@link #JOBS_MAX}; 0 for {@link #JOBS_DEFAULT}
     */
    public record Jobs(
            List<String> shows, List<String> users, String nameContains, int cell, long jobNumber, int limit) {
        public Jobs {
            shows = List.copyOf(shows);
            users = List.copyOf(users);
            limit = limitOf(limit, JOBS_DEFAULT, JOBS_MAX);
        }
    }

    /**
     * @param cell with jobNumber: of that job
     * @param jobName else of the newest job of that name
     * @param layer name of a layer
     * @param frame name of a frame
     * @param limit 1 to {@link #FRAME_RUNS_MAX}; 0 for {@link #FRAME_RUNS_DEFAULT}
     */
    public record FrameRuns(int cell, long jobNumber, String jobName, String layer, String frame, int limit) {
        public FrameRuns {
            if (jobNumber == 0 && jobName.isEmpty()) {
                throw new IllegalArgumentException("say of which job: give its id or its name");
            }
            limit = limitOf(limit, FRAME_RUNS_DEFAULT, FRAME_RUNS_MAX);
        }
    }

    private static int limitOf(int given, int byDefault, int max) {
        if (given < 0 || given > max) {
            throw new IllegalArgumentException("limit is " + given + ", give 1 to " + max);
        }
        return given == 0 ? byDefault : given;
    }
}
