package io.cuegrid.outline.launch;

import java.util.Optional;
import java.util.function.Consumer;

/** Ends what a launcher started in a home, whether that launcher still lives or not. */
public final class FarmEnd {
    private static final long LAUNCHER_ENDS_MILLIS_MAX = 90_000;
    private static final long LOOK_MILLIS = 100;

    private FarmEnd() {}

    /** @return whether there was anything to end */
    public static boolean of(FarmHome home, Consumer<String> say) {
        boolean ended = false;
        Optional<ProcessHandle> launcher = HomeLock.holder(home);
        if (launcher.isPresent()) {
            say.accept("ending the launcher (process " + launcher.get().pid() + ") and all that it started");
            launcher.get().destroy();
            long deadline = System.currentTimeMillis() + LAUNCHER_ENDS_MILLIS_MAX;
            while (HomeLock.holder(home).isPresent() && launcher.get().isAlive()) {
                if (System.currentTimeMillis() > deadline) {
                    throw new LaunchException(
                            "the launcher (process " + launcher.get().pid() + ") does not end: look at " + home.logs()
                                    + ", or end it with kill -9 and say down again");
                }
                Pause.millis(LOOK_MILLIS);
            }
            ended = true;
        }
        if (!home.run().toFile().isDirectory()) {
            return ended;
        }
        try (HomeLock lock = HomeLock.take(home)) {
            Leftovers leftovers = Leftovers.find(home);
            if (!leftovers.living().isEmpty()) {
                Farm.endLeftovers(home, leftovers, say, lock);
                ended = true;
            }
        }
        return ended;
    }
}
