package io.cuegrid.outline;

import java.util.List;

/**
 * Hears of the life of an outline. Listeners are called in the order in which they were added, after the hook of the
 * layer itself; what a listener throws ends the call that led to it.
 */
public interface OutlineListener {

    /** A layer was added; the outline is in INIT, or in SETUP when a layer added another. */
    default void layerAdded(Layer layer) {}

    /** A layer was set up. */
    default void layerSetUp(Layer layer) {}

    /** The outline is READY. */
    default void ready(Outline outline) {}

    /** A backend is about to launch. */
    default void beforeLaunch(Outline outline) {}

    /** A backend has launched. @param jobNames full names, post jobs included */
    default void afterLaunch(Outline outline, List<String> jobNames) {}
}
