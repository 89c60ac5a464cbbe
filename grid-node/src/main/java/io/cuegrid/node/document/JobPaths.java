package io.cuegrid.node.document;

/**
 * Where a job's frames write their logs. The launch fixes the folder's name without the job's id, for the id is not
 * known yet; everybody who names the folder or a file in it does so here.
 */
public final class JobPaths {
    private JobPaths() {}

    /** What a launch stores: {@code <root>/<show>/<shot>/logs/<job>}. */
    public static String stored(String logRoot, String show, String shot, String jobName) {
        return logRoot + "/" + show + "/" + shot + "/logs/" + jobName;
    }

    /**
     * The folder of a job's logs.
     *
     * @param stored as the job's row says it
     * @param jobId the job's id, a UUID's text
     */
    public static String logDir(String stored, String jobId) {
        return stored + "--" + jobId;
    }

    /**
     * A frame's log.
     *
     * @param logDir as {@link #logDir} says it
     * @param frameName {@code 0001-layer}
     */
    public static String frameLog(String logDir, String jobName, String frameName) {
        return logDir + "/" + jobName + "." + frameName + ".rqlog";
    }
}
