package io.cuegrid.host;

import io.cuegrid.host.frame.LeaseExpiry;
import io.cuegrid.host.machine.ProcessStat;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in this process, real frames, a fake grid. */
abstract class DaemonTest {
    static final String JOB = "show-shot-user_job";

    @TempDir
    Path folder;

    FakeGrid grid;
    HostDaemon daemon;
    Path logs;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(folder.resolve("shots"));
        grid = new FakeGrid();
        configure(grid);
        daemon = newDaemon();
        daemon.start();
        grid.awaitHello(1);
        grid.awaitHeartbeat();
    }

    void configure(FakeGrid fresh) {}

    LeaseExpiry onLeaseExpiry() {
        return LeaseExpiry.FREEZE;
    }

    HostDaemon newDaemon() {
        return new HostDaemon(
                TestHost.config(folder, grid.target(), onLeaseExpiry()),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        if (daemon == null) {
            return; // not started: an assumption did not hold
        }
        daemon.close();
        grid.close();
    }

    Path logFile(int frame) {
        return logs.resolve(JOB + ".%04d-render.rqlog".formatted(frame));
    }

    String log(int frame) throws IOException {
        return Files.readString(logFile(frame));
    }

    /** What a frame wrote into a file of the test's folder, once it is there with its line end. */
    String awaitWord(String file) {
        return FakeGrid.await(file, () -> {
            Path path = folder.resolve(file);
            try {
                String text = Files.exists(path) ? Files.readString(path) : "";
                return text.endsWith("\n") ? Optional.of(text.strip()) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    long awaitPid(String file) {
        return Long.parseLong(awaitWord(file));
    }

    /** Running or stopped; an ended one that nobody has waited for does not live. */
    static boolean lives(long pid) {
        ProcessStat stat = ProcessStat.read(pid);
        return stat != null && !stat.isEnded();
    }

    static boolean isStopped(long pid) {
        ProcessStat stat = ProcessStat.read(pid);
        return stat != null && stat.isStopped();
    }

    static void awaitTrue(String what, java.util.function.BooleanSupplier condition) {
        FakeGrid.await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.<Boolean>empty());
    }

    /** The runner of a proc. */
    long runnerOf(long proc) throws IOException {
        return Long.parseLong(
                Files.readString(runFolder(proc).resolve("runner")).split(" ", -1)[0]);
    }

    Path runFolder(long proc) {
        return folder.resolve("home/hosts/alpha/runs/" + proc + "/run");
    }
}
