package io.cuegrid.outline.backend;

import java.util.List;

/** What frames wait behind until others are done: one depend, or one frame's share of it. */
final class LocalGate {
    private final List<LocalTask> behind;
    /** Whether frames that failed but were eaten count as done: for whole layers and jobs, not for single frames. */
    private final boolean takesEaten;

    private int missing;

    /** @param missing how many frames must be done; with 0 it is open from the start */
    LocalGate(List<LocalTask> behind, int missing, boolean takesEaten) {
        this.behind = behind;
        this.missing = missing;
        this.takesEaten = takesEaten;
        if (missing > 0) {
            behind.forEach(task -> task.closedGates++);
        }
    }

    /** A frame that it watches is done. @return the frames that may run now */
    List<LocalTask> done(boolean eaten) {
        if (missing == 0 || (eaten && !takesEaten) || --missing > 0) {
            return List.of();
        }
        behind.forEach(task -> task.closedGates--);
        return behind.stream().filter(task -> task.closedGates == 0).toList();
    }
}
