package io.cuegrid.host.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.host.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk of one run. The outer folder is the daemon's, the inner one belongs to the account the frame runs as:
 * neither side writes where the other may, and each reads the other's files as those of a stranger.
 *
 * <pre>
 *   runs/&lt;proc&gt;/        order boot command header started log temporary errors usage why resume
 *   runs/&lt;proc&gt;/run/    claimed/ spawned runner child frozen ended_by exit
 * </pre>
 */
public final class RunFolder {
    /** Nothing that a runner writes is longer. */
    private static final int RUNNER_FILE_BYTES_MAX = 4096;

    private final Path path;

    public RunFolder(Path runs, long proc) {
        path = runs.resolve(Long.toString(proc));
    }

    /** A process as number and start. @param waiter of a child: the process that keeps its end visible */
    public record Identity(long pid, long startTicks, long waiter) {}

    /** Writes the order; on disk when this returns and the folder runs has been synced. */
    void create(LaunchOrder order, String bootId) throws IOException {
        Files.createDirectories(inner());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        DurableFiles.writeUnsyncedFolder(
                path.resolve("boot"), (bootId + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        DurableFiles.write(path.resolve("order"), order.toByteArray());
    }

    /** @return null when the folder was not finished before a crash: its order was never acknowledged */
    @Nullable
    LaunchOrder order() throws IOException {
        try {
            Path file = path.resolve("order");
            return Files.exists(file) ? LaunchOrder.parseFrom(Files.readAllBytes(file)) : null;
        } catch (InvalidProtocolBufferException damaged) {
            return null;
        }
    }

    String bootId() throws IOException {
        String text = DurableFiles.readLines(path.resolve("boot"), RUNNER_FILE_BYTES_MAX);
        return text == null ? "" : text;
    }

    void writePlan(FramePlan plan, String header, String started, Path temporary) throws IOException {
        Files.writeString(path.resolve("temporary"), temporary + "\n");
        Files.writeString(path.resolve("started"), started + "\n");
        Files.writeString(path.resolve("command"), plan.command());
        Files.writeString(path.resolve("header"), header);
        Files.writeString(path.resolve("log"), plan.log() + "\n");
        if (!plan.account().isOwn()) {
            Files.setAttribute(inner(), "unix:uid", plan.account().uid());
            Files.setAttribute(inner(), "unix:gid", plan.account().gid());
        }
    }

    /** When the first runner was started, for the footer. */
    String started() throws IOException {
        String text = DurableFiles.readLines(path.resolve("started"), RUNNER_FILE_BYTES_MAX);
        return text == null ? "unknown" : text;
    }

    /** The run's own temporary folder, or null before the plan was written. */
    @Nullable
    Path temporary() throws IOException {
        String text = DurableFiles.readLines(path.resolve("temporary"), RUNNER_FILE_BYTES_MAX);
        return text == null ? null : Path.of(text);
    }

    /** Path of the log, or null before the plan was written. */
    @Nullable
    Path log() throws IOException {
        String text = DurableFiles.readLines(path.resolve("log"), RUNNER_FILE_BYTES_MAX);
        return text == null ? null : Path.of(text);
    }

    /** Lines for the log's footer, which also outlive the daemon. */
    void writeUsage(String lines) throws IOException {
        DurableFiles.writeWhole(path.resolve("usage"), lines);
    }

    @Nullable
    String usage() throws IOException {
        return DurableFiles.readLines(path.resolve("usage"), RUNNER_FILE_BYTES_MAX);
    }

    /** Why the daemon ends the run; one line. */
    void writeWhy(String reason) throws IOException {
        DurableFiles.writeWhole(path.resolve("why"), reason.replaceAll("\\s+", " ") + "\n");
    }

    @Nullable
    String why() throws IOException {
        String text = DurableFiles.readLines(path.resolve("why"), RUNNER_FILE_BYTES_MAX);
        return text == null ? runnerFile("ended_by") : text;
    }

    /** Tells a runner that froze its frame to let it go on. */
    void resume() throws IOException {
        String frozenAt = runnerFile("frozen");
        long last = frozenAt == null || !frozenAt.matches("[0-9]{1,9}") ? 0 : Long.parseLong(frozenAt);
        DurableFiles.writeWhole(path.resolve("resume"), (last + 1) + "\n");
    }

    boolean isFrozen() throws IOException {
        return runnerFile("frozen") != null;
    }

    @Nullable
    Identity runner() throws IOException {
        return identity(runnerFile("runner"), 2);
    }

    @Nullable
    Identity child() throws IOException {
        return identity(runnerFile("child"), 3);
    }

    @Nullable
    ExitRecord exit() throws IOException {
        String text = runnerFile("exit");
        return text == null ? null : ExitRecord.parse(text);
    }

    /** What a runner that failed said. */
    String errors() throws IOException {
        String text = DurableFiles.readLines(path.resolve("errors"), RUNNER_FILE_BYTES_MAX);
        return text == null ? "" : text;
    }

    /** Takes the run from a runner that has not begun. @return false when a runner has it */
    boolean claim() throws IOException {
        try {
            Files.createDirectory(inner().resolve("claimed"));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    Path inner() {
        return path.resolve("run");
    }

    Path path() {
        return path;
    }

    void remove() throws IOException {
        DurableFiles.removeTree(path);
    }

    private @Nullable String runnerFile(String name) throws IOException {
        Path file = inner().resolve(name);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? DurableFiles.readLines(file, RUNNER_FILE_BYTES_MAX)
                : null;
    }

    private static @Nullable Identity identity(@Nullable String text, int numbers) {
        if (text == null || !text.matches("[0-9]{1,18}( [0-9]{1,18}){" + (numbers - 1) + "}")) {
            return null;
        }
        String[] words = text.split(" ");
        return new Identity(
                Long.parseLong(words[0]), Long.parseLong(words[1]), numbers > 2 ? Long.parseLong(words[2]) : 0);
    }
}
