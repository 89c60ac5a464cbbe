package io.cuegrid.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What figures were measured on; a figure without it means nothing. */
public final class Machine {
    private static final long GIT_TIMEOUT_SECONDS = 5;
    private static final String UNKNOWN = "unknown";

    private Machine() {}

    /** Cores, processor, JDK, heap, commit. */
    public static Figures figures() {
        Runtime runtime = Runtime.getRuntime();
        return new Figures()
                .text("jdk", System.getProperty("java.vm.name") + " " + Runtime.version())
                .text("processor", processor())
                .number("cores", (double) runtime.availableProcessors(), 0)
                .number("maxHeapMiB", runtime.maxMemory() / 1048576.0, 0)
                .text("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .text("commit", commit());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String commit() {
        String root = System.getProperty("cuegrid.root", ".");
        try {
            Process git = new ProcessBuilder("git", "-C", root, "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(GIT_TIMEOUT_SECONDS, TimeUnit.SECONDS) && !text.isEmpty() ? text : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
