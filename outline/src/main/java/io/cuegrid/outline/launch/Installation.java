package io.cuegrid.outline.launch;

import java.nio.file.Path;

/** Where cuegrid itself lies: the folder of the launcher script. */
public final class Installation {
    private Installation() {}

    /** Set by the script; the working folder when a test or an IDE started this JVM. */
    public static Path root() {
        return Path.of(System.getProperty("cuegrid.root", ".")).toAbsolutePath().normalize();
    }

    public static Path script() {
        return root().resolve("cuegrid");
    }
}
