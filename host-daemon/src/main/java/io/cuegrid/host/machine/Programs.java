package io.cuegrid.host.machine;

import io.cuegrid.host.ExitStatus;
import io.cuegrid.host.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The programs that a runner needs, found once at start so that a frame does not fail for want of them.
 *
 * @param searchPath the daemon's own PATH, which runners search too
 * @param envOptions option for env(1) that gives a frame the usual signals INT and QUIT, which a shell takes from what it starts
 *     in the background; empty where env is too old for it
 * @param setpriv needed for --run-as job-user only
 */
public record Programs(
        String searchPath,
        Path sh,
        Path setsid,
        Path env,
        String envOptions,
        @Nullable Path setpriv,
        long clockTicks) {
    private static final long PROBE_SECONDS = 10;
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,QUIT";
    private static final long USUAL_CLOCK_TICKS = 100;

    /**
     * @param searchPath as in PATH
     * @throws HostException when one is missing, naming each with the package that brings it
     */
    public static Programs find(String searchPath, boolean runAsJobUser) {
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            throw new HostException(
                    ExitStatus.MACHINE,
                    "frames can be run on Linux only: there is no /proc here (in a container, mount it)");
        }
        List<String> missing = new ArrayList<>();
        Path sh = find(searchPath, "sh", "package dash or bash", missing);
        Path setsid = find(searchPath, "setsid", "package util-linux", missing);
        Path env = find(searchPath, "env", "package coreutils", missing);
        for (String program : new String[] {"sleep", "mkfifo", "mkdir", "mv", "rm", "cat", "date"}) {
            find(searchPath, program, "package coreutils", missing);
        }
        Path setpriv = runAsJobUser ? find(searchPath, "setpriv", "package util-linux or setpriv", missing) : null;
        if (sh == null || setsid == null || env == null || !missing.isEmpty()) {
            throw new HostException(
                    ExitStatus.MACHINE,
                    "programs that frames need are missing: " + String.join(", ", missing) + "; searched "
                            + searchPath);
        }
        boolean resetsSignals = succeeds(env.toString(), DEFAULT_SIGNALS, sh.toString(), "-c", ":");
        return new Programs(
                searchPath, sh, setsid, env, resetsSignals ? DEFAULT_SIGNALS : "", setpriv, clockTicks(searchPath));
    }

    private static @Nullable Path find(String searchPath, String program, String from, List<String> missing) {
        for (String folder : searchPath.split(":")) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file.toAbsolutePath();
            }
        }
        missing.add(program + " (" + from + ")");
        return null;
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long clockTicks(String searchPath) {
        Path getconf = find(searchPath, "getconf", "", new ArrayList<>());
        if (getconf == null) {
            return USUAL_CLOCK_TICKS;
        }
        try {
            Process process = new ProcessBuilder(getconf.toString(), "CLK_TCK").start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Long.parseLong(text.strip());
        } catch (IOException | NumberFormatException e) {
            return USUAL_CLOCK_TICKS;
        }
    }
}
