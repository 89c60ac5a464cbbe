package io.cuegrid.outline.cli;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * How far a job is: one line that is drawn again in place on a terminal, or a plain line now and then. Threading: one thread.
 */
final class ProgressLine {
    private static final int BAR_WIDTH = 24;
    private static final long PLAIN_MILLIS_BETWEEN = 5_000;
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    /** Whether the terminal shows more than ASCII. */
    private static final boolean BLOCKS = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> System.getenv().getOrDefault(name, ""))
            .filter(locale -> !locale.isEmpty())
            .findFirst()
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .replace("-", "")
            .endsWith("utf8");

    private final Output output;
    private boolean drawn;
    private long plainMillis;
    private String plainText = "";

    ProgressLine(Output output) {
        this.output = output;
    }

    /**
     * @param done frames that are over
     * @param total frames in all
     * @param rest what else is worth knowing
     */
    void show(int done, int total, String rest, long nowMillis) {
        int full = total == 0 ? 0 : (int) ((long) BAR_WIDTH * done / total);
        String count = done + "/" + total + " frames";
        if (output.terminal()) {
            String bar = (BLOCKS ? "█" : "#").repeat(full) + (BLOCKS ? "░" : ".").repeat(BAR_WIDTH - full);
            output.out().print(BACK_AND_CLEAR + bar + " " + count + rest);
            output.out().flush();
            drawn = true;
        } else if (nowMillis - plainMillis >= PLAIN_MILLIS_BETWEEN && !plainText.equals(count + rest)) {
            output.line(count + rest);
            plainMillis = nowMillis;
            plainText = count + rest;
        }
    }

    /** Prints a line above the bar. */
    void say(String text) {
        clear();
        output.note(text);
    }

    /** Takes the bar away; it comes back with the next {@link #show}. */
    void clear() {
        if (drawn) {
            output.out().print(BACK_AND_CLEAR);
            output.out().flush();
            drawn = false;
        }
    }
}
