package io.cuegrid.api.spec;

/** The companion job that holds a job's POST layers. */
final class PostJobs {
    private static final String INFIX = "_post_job_";

    private PostJobs() {}

    /** {@code <job>_post_job_<millis>}: the time keeps it apart from the one of an earlier launch. */
    static String name(String job, long nowMillis) {
        return job + INFIX + nowMillis;
    }
}
