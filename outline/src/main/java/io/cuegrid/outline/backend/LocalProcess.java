package io.cuegrid.outline.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process of one frame: {@code sh} with a file that holds the command, in a session of its own, so that all that
 * it starts can be ended together. Its output goes straight to its log.
 *
 * <p>Threading: made by the thread that runs the jobs; {@link #await} by the frame's own thread; {@link #end} by any.
 */
final class LocalProcess {
    /** Older logs of a frame that are kept. */
    private static final int OLD_LOGS_MAX = 15;
    /** How long {@code kill} itself may take. */
    private static final long SIGNAL_SECONDS_MAX = 5;

    private static final String LINE = "=".repeat(59) + "\n";

    private final Process process;
    private final Path log;

    private LocalProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @throws IOException with a sentence when it cannot be started */
    static LocalProcess start(Path folder, String name, String command, Map<String, String> environment)
            throws IOException {
        Path script = folder.resolve(name + ".sh");
        Path log = folder.resolve(name + ".rqlog");
        Files.writeString(script, command + "\n", StandardCharsets.UTF_8);
        rotate(log);
        Files.writeString(
                log,
                LINE + "started at " + Instant.now() + "\ncommand\n" + command + "\n" + LINE,
                StandardCharsets.UTF_8);
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", script.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(new java.io.File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return new LocalProcess(builder.start(), log);
        } catch (IOException missing) {
            throw new IOException(
                    "frames run in sessions of their own: the program setsid (package util-linux) could not be started: "
                            + missing.getMessage(),
                    missing);
        }
    }

    /**
     * Waits for the end.
     *
     * @param timeoutMinutes 0: none
     * @return the exit status; 128 and more: ended by a signal
     */
    int await(int timeoutMinutes, long killGraceMillis) throws InterruptedException, IOException {
        if (timeoutMinutes > 0 && !process.waitFor(timeoutMinutes, TimeUnit.MINUTES)) {
            note("ended after " + timeoutMinutes + " minutes, its time limit");
            end(killGraceMillis);
        }
        int status = process.waitFor();
        // what the command left behind in the background ends with it
        signal("KILL");
        note("exit status " + status);
        return status;
    }

    void askToEnd() throws InterruptedException {
        signal("TERM");
    }

    /** Ends the whole session: gently, and surely after the grace. */
    void end(long killGraceMillis) throws InterruptedException {
        askToEnd();
        if (!process.waitFor(killGraceMillis, TimeUnit.MILLISECONDS)) {
            signal("KILL");
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-s", name, "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(SIGNAL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (IOException missing) {
            process.destroyForcibly();
        }
    }

    private void note(String sentence) throws IOException {
        Files.writeString(
                log,
                LINE + sentence + " at " + Instant.now() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND,
                StandardOpenOption.CREATE);
    }

    /** {@code .rqlog.1} is the attempt before the last. */
    private static void rotate(Path log) throws IOException {
        if (Files.notExists(log)) {
            return;
        }
        for (int i = OLD_LOGS_MAX - 1; i >= 1; i--) {
            Path old = old(log, i);
            if (Files.exists(old)) {
                Files.move(old, old(log, i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(log, old(log, 1), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path old(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
