package io.cuegrid.host.frame;

import java.util.Map;

/**
 * One run of one frame, with nothing left to look up.
 *
 * @param command text of the file that is given to sh
 * @param environment whole environment of the command; the run's own temporary folder is added at its start
 * @param logRoot one of the configured log roots, as the file system resolves it
 * @param logFolder path of the log's folder below the root, without leading slash; empty: the root itself
 * @param logName file name of the log
 * @param account whom the frame runs as
 */
public record FramePlan(
        String jobName,
        String frameName,
        String command,
        Map<String, String> environment,
        String logRoot,
        String logFolder,
        String logName,
        FrameAccount account) {

    /** Full path of the log. */
    public String log() {
        return logRoot + (logRoot.endsWith("/") ? "" : "/") + (logFolder.isEmpty() ? "" : logFolder + "/") + logName;
    }
}
