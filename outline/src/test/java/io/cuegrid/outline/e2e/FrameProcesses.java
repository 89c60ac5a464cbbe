package io.cuegrid.outline.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the system's process table again and again while a test runs, and notes each frame that lives in two process sessions at
 * once. A run of a frame is one session; a process belongs to the frame that its environment names. A frozen process does not
 * count: it is what a host without a lease leaves, and renders nothing.
 *
 * <p>Threading: a thread of its own looks; the test reads what it found after {@link #close}.
 */
final class FrameProcesses implements AutoCloseable {
    private static final long LOOK_MILLIS = 40;
    private static final Set<String> GONE_OR_FROZEN = Set.of("Z", "X", "T");

    private final String job;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<String> doubles = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private final Thread thread = new Thread(this::watch, "frame-processes");

    private FrameProcesses(String job) {
        this.job = job;
    }

    /** @param job full name */
    static FrameProcesses watch(String job) {
        FrameProcesses processes = new FrameProcesses(job);
        processes.thread.start();
        return processes;
    }

    /** Frames that had two live sessions at one time, with these. */
    List<String> doubles() {
        return doubles;
    }

    /** Names of all frames that were seen alive. */
    Set<String> seen() {
        return seen;
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sessions in which frames of a job live now, by frame. */
    static Map<String, Set<Long>> sessions(String job) {
        Map<String, Set<Long>> sessions = new TreeMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String environment = read(process.resolve("environ"));
                // the runner carries the variables too, as values of its own
                if (("\0" + environment).contains("\0CUE_JOB=" + job + "\0")) {
                    String[] stat = read(process.resolve("stat"))
                            .replaceFirst(".*\\) ", "")
                            .split(" ");
                    // Fields after the name: state, parent, group, session, …
                    if (stat.length > 3 && !GONE_OR_FROZEN.contains(stat[0])) {
                        sessions.computeIfAbsent(value(environment, "CUE_FRAME"), frame -> new TreeSet<>())
                                .add(Long.parseLong(stat[3]));
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return sessions;
    }

    private void watch() {
        try {
            while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                sessions(job).forEach((frame, ofFrame) -> {
                    seen.add(frame);
                    if (ofFrame.size() > 1) {
                        doubles.add(frame + " " + ofFrame);
                    }
                });
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String value(String environment, String name) {
        for (String entry : environment.split("\0")) {
            if (entry.startsWith(name + "=")) {
                return entry.substring(name.length() + 1);
            }
        }
        return "";
    }

    /** A process may end while it is looked at. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
