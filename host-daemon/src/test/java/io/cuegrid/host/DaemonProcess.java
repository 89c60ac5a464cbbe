package io.cuegrid.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon as a process of its own, as operators start it. */
final class DaemonProcess implements AutoCloseable {
    private static final long END_SECONDS = 30;

    private final Process process;
    private final Path out;
    private final Path errors;

    DaemonProcess(Path folder, String target, String token, String... options) throws IOException {
        out = Files.createTempFile(folder, "daemon", ".out");
        errors = Files.createTempFile(folder, "daemon", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.cuegrid.host.HostMain",
                "--home",
                folder.resolve("home").toString(),
                "--name",
                "alpha",
                "--grid",
                target,
                "--cores",
                "2",
                "--memory",
                "1g",
                "--log-root",
                folder.resolve("shots").toString(),
                "--temp",
                folder.resolve("temporary").toString(),
                "--kill-grace-millis",
                "1500",
                "--min-free-disk",
                "1m"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("CUEGRID_TOKEN", token);
        process = builder.start();
    }

    /** The line that says that the grid has welcomed it. */
    String awaitReady() {
        return FakeGrid.await("ready line; stderr: " + errors(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the daemon ended with " + process.exitValue() + ": " + errors());
            }
            return read(out)
                    .lines()
                    .filter(line -> line.startsWith("{\"ready\":\"host\""))
                    .findFirst();
        });
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon does not end: " + errors());
        }
        return process.exitValue();
    }

    String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> lastErrorLine() {
        return errors().lines().reduce((first, second) -> second);
    }

    /** As kill -9 does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As kill does it. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
