package io.cuegrid.outline;

import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecPosition;

/**
 * Runs once after another layer. Named {@code <layer>_postprocess}. What waits for it makes its other sources wait for
 * the layer too, as in OpenCue.
 */
public final class LayerPostProcess extends ShellCommand {

    /** Follows a layer with a shell command; add it to the outline as well. */
    public LayerPostProcess(Layer creator, String command) {
        this(creator, Given.of(command));
    }

    public LayerPostProcess(Layer creator, Given command) {
        super(new Given(creator.name() + "_postprocess", creator.givenName().at()), command);
        type(LayerType.UTIL);
        depend(Depend.onLayer(SpecPosition.NONE, DependType.LAYER_ON_LAYER, creator, true));
    }
}
