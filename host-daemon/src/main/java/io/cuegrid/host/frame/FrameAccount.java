package io.cuegrid.host.frame;

import java.util.List;

/**
 * Whom a frame runs as.
 *
 * @param name login name
 * @param uid -1: the daemon's own account, nothing is switched
 * @param gid main group, -1 with uid -1
 * @param home home folder
 */
public record FrameAccount(String name, int uid, int gid, String home) {

    public static FrameAccount own() {
        return new FrameAccount(
                System.getProperty("user.name", "unknown"), -1, -1, System.getProperty("user.home", "/"));
    }

    public boolean isOwn() {
        return uid < 0;
    }

    /** Arguments for setpriv(1). */
    List<String> switchArguments() {
        return List.of("--reuid=" + uid, "--regid=" + gid, "--init-groups", "--");
    }
}
