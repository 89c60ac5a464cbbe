package io.cuegrid.host.link;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom to call next: the node that a redirect named, else the configured ones in turn.
 *
 * <p>Threading: the daemon's loop only.
 */
final class GridTargets {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");

    private final List<String> configured;
    private int next;
    private @Nullable String redirected;

    GridTargets(List<String> configured, int first) {
        this.configured = configured;
        next = Math.floorMod(first, configured.size());
    }

    static boolean isTarget(String text) {
        return HOST_AND_PORT.matcher(text).matches();
    }

    String take() {
        String target = redirected;
        redirected = null;
        if (target != null) {
            return target;
        }
        target = configured.get(next);
        next = (next + 1) % configured.size();
        return target;
    }

    void redirect(String target) {
        redirected = target;
    }
}
