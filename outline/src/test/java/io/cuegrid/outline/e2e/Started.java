package io.cuegrid.outline.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that a test started and that stays. */
final class Started {
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final long END_SECONDS_MAX = 60;

    final Process process;
    private final Path out;
    private final Path err;

    Started(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Waits until it has printed a text. */
    void awaitLine(String text) {
        await().atMost(READY_MAX).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive() && !out().contains(text)) {
                throw new AssertionError("ended with status " + process.exitValue() + ": " + err());
            }
            return out().contains(text);
        });
    }

    /** Waits until it has said something on standard error. */
    void awaitNote(String text) {
        await().atMost(READY_MAX).pollInterval(Duration.ofMillis(50)).until(() -> err().contains(text));
    }

    void kill() {
        process.destroyForcibly();
        join();
    }

    /** Asks it to end, as Ctrl-C does. @return its exit status */
    int end() {
        process.destroy();
        return join();
    }

    private int join() {
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + err());
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return process.exitValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
