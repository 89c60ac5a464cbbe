package io.cuegrid.outline;

/** Where an outline is in its life. It only ever goes forward. */
public enum OutlineMode {
    /** Being put together: everything may be changed. First mode. */
    INIT,
    /** Layers are being set up, one after the other; a layer may still add layers. After {@link #INIT}. */
    SETUP,
    /** Ready for a backend: nothing may be changed. After {@link #SETUP}. */
    READY;

    boolean canFollow(OutlineMode before) {
        return ordinal() == before.ordinal() + 1;
    }
}
