package io.cuegrid.outline.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds the frames of a job until the test lets them go, so that a test stands in the middle of a job however slow the
 * machine is.
 *
 * @param file appears when the gate opens; when its folder goes, frames end as well
 */
record Gate(Path file) {

    /** What a frame runs: one second, and all but the first frames then wait. @param free how many frames do not wait */
    String command(int free) {
        return "sleep 1; [ #IFRAME# -le " + free + " ] || while [ -d '" + file.getParent() + "' ] && [ ! -e '" + file
                + "' ]; do sleep 0.2; done";
    }

    void open() {
        try {
            Files.createFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
