package io.cuegrid.host.frame;

import io.cuegrid.api.hostlink.LaunchOrder;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

/** The first lines of a frame's log: what ran where and with what. The runner writes the last lines. */
final class LogHeader {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx");
    private static final String LINE = "=".repeat(59);
    /** Logs are read by many; values of variables named like these are not shown. */
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|passw|credential|private_?key|api_?key|access_?key).*");

    private LogHeader() {}

    static String text(FramePlan plan, LaunchOrder order, String hostName, String started) {
        StringBuilder text = new StringBuilder(2048);
        text.append(LINE).append("\nRenderQ JobSpec      ").append(started).append("\n\n");
        line(text, "command", plan.command().strip());
        line(text, "account", plan.account().name());
        line(text, "logDestination", plan.log());
        line(text, "renderHost", hostName);
        line(text, "jobId", order.getJobId());
        line(text, "frameId", order.getFrameId());
        line(text, "attempt", Integer.toString(order.getAttempt()));
        line(text, "proc", Long.toString(order.getProc()));
        line(text, "cores", order.getCoreUnits() / 100 + "." + String.format("%02d", order.getCoreUnits() % 100));
        line(text, "memory", order.getMemoryKib() + " KiB");
        for (Map.Entry<String, String> variable : plan.environment().entrySet()) {
            boolean hidden = SECRET.matcher(variable.getKey()).matches();
            line(text, "env", variable.getKey() + "=" + (hidden ? "(hidden)" : variable.getValue()));
        }
        return text.append(LINE).append('\n').toString();
    }

    static String now() {
        return TIME.format(ZonedDateTime.now());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-21s", name)).append(value).append('\n');
    }
}
