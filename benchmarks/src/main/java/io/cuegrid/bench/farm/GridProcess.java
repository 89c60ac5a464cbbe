package io.cuegrid.bench.farm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of the grid, started through the project's own script: waits for its ready line, keeps its log, ends it.
 *
 * <p>Threading: one thread.
 */
final class GridProcess implements AutoCloseable {
    private static final long READY_SECONDS = 120;
    private static final long STOP_SECONDS = 30;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready;
    private String readyLine = "";

    private GridProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.ready = CompletableFuture.supplyAsync(() -> readReady(process));
    }

    /** Starts {@code ./cuegrid ARGUMENTS} and waits until it says that it is ready. */
    static GridProcess start(Path root, Path home, String name, String javaOptions, List<String> arguments)
            throws IOException {
        GridProcess started = begin(root, home, name, javaOptions, arguments);
        started.awaitReady();
        return started;
    }

    /**
     * Starts {@code ./cuegrid ARGUMENTS}.
     *
     * @param javaOptions for its JVM, or empty
     */
    static GridProcess begin(Path root, Path home, String name, String javaOptions, List<String> arguments)
            throws IOException {
        Path log = home.resolve("logs").resolve(name + ".log");
        Files.createDirectories(home.resolve("logs"));
        List<String> command = new ArrayList<>(List.of(root.resolve("cuegrid").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "CUEGRID_HOME", home.toString(), "CUEGRID_BUILD", "never", "CUEGRID_JAVA_OPTS", javaOptions));
        builder.redirectInput(new File("/dev/null"));
        return new GridProcess(name, builder.start(), log);
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws IOException with the end of its log when it does not come up; it is ended then
     */
    void awaitReady() throws IOException {
        try {
            readyLine = ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            throw new IOException(name + " is not ready after " + READY_SECONDS + " s; its log is " + log, e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " started", e);
        }
        if (readyLine.isEmpty()) {
            process.destroyForcibly();
            throw new IOException(name + " ended before it was ready: " + tail(log));
        }
    }

    private static String readReady(Process process) {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{\"ready\"")) {
                    return line;
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "no log" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "no log at " + log;
        }
    }

    /** The text of a field of the ready line, without quotes. */
    String ready(String field) {
        Matcher matcher =
                Pattern.compile("\"" + field + "\":(?:\"([^\"]*)\"|([^,}]*))").matcher(readyLine);
        if (!matcher.find()) {
            throw new IllegalStateException(name + " did not say its " + field + ": " + readyLine);
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** CPU time that it and the processes that it started used, seconds; 0 when the system does not say. */
    double cpuSeconds() {
        return cpuSeconds(process.toHandle())
                + process.descendants().mapToDouble(GridProcess::cpuSeconds).sum();
    }

    static double cpuSeconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / NANOS_PER_SECOND)
                .orElse(0.0);
    }

    /** Asks it to end and waits; ends it for sure when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
