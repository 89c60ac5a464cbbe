package io.cuegrid.outline.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Starts a launcher in the background, and waits until its farm is ready. */
public final class Detached {
    private static final long READY_MILLIS_MAX = 300_000;
    private static final long LOOK_MILLIS = 100;

    private Detached() {}

    /**
     * @param arguments of the launcher that stays
     * @return a sentence that says where the farm is
     */
    public static String start(FarmHome home, List<String> arguments, Consumer<String> say) {
        home.makeFolders();
        Path log = home.logs().resolve("up.log");
        Path ready = home.run().resolve("up.ready");
        List<String> command =
                new ArrayList<>(List.of("setsid", Installation.script().toString()));
        command.addAll(arguments);
        Process launcher;
        try {
            launcher = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ready.toFile())
                    .redirectError(log.toFile())
                    .start();
        } catch (IOException failure) {
            throw new LaunchException(
                    "cannot start in the background: " + failure.getMessage() + " (setsid of util-linux is needed)",
                    failure);
        }
        long deadline = System.currentTimeMillis() + READY_MILLIS_MAX;
        while (ReadyLine.read(ready).isEmpty()) {
            if (!launcher.isAlive()) {
                throw new LaunchException(
                        LastLine.of(log, 0, "the launcher ended").replaceFirst("^cuegrid: ", ""));
            }
            if (System.currentTimeMillis() > deadline) {
                launcher.destroy();
                throw new LaunchException("the farm was not ready after " + READY_MILLIS_MAX / 1000 + " s: see " + log);
            }
            Pause.millis(LOOK_MILLIS);
        }
        say.accept("what the launcher says is in " + log);
        return "The farm is up in " + home.folder() + "; ./cuegrid down ends it.";
    }
}
