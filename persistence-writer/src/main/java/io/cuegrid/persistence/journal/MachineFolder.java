package io.cuegrid.persistence.journal;

import java.nio.file.Path;

/** Where the files of one state machine are. Stateless. */
public final class MachineFolder {
    /** The number of the directory, as ids carry it. */
    public static final int DIRECTORY = 0;

    private MachineFolder() {}

    /** @param machine 0 the directory, else the number of a cell */
    public static String name(int machine) {
        return machine == DIRECTORY ? "directory" : "cell-" + machine;
    }

    public static Path in(Path folder, int machine) {
        return folder.resolve(name(machine));
    }
}
