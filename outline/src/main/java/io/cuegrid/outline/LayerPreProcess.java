package io.cuegrid.outline;

import io.cuegrid.api.spec.Given;

/**
 * Runs once before another layer, which waits for it. Named {@code <layer>_preprocess}; its frame is the first of the
 * layer's.
 */
public final class LayerPreProcess extends ShellCommand {
    private final Layer creator;

    /** Prepares a layer with a shell command; add it to the outline as well. */
    public LayerPreProcess(Layer creator, String command) {
        this(creator, "preprocess", Given.of(command));
    }

    /** @param suffix of the name, for a layer with several */
    public LayerPreProcess(Layer creator, String suffix, String command) {
        this(creator, suffix, Given.of(command));
    }

    public LayerPreProcess(Layer creator, String suffix, Given command) {
        super(new Given(creator.name() + "_" + suffix, creator.givenName().at()), command);
        this.creator = creator;
        type(LayerType.UTIL);
        services("preprocess", DEFAULT_SERVICE);
        creator.addPreProcess(this);
        creator.dependAll(this);
    }

    @Override
    public Given frames() {
        Given frames = creator.frames();
        return frames.text().isEmpty() ? frames : firstOf(frames);
    }
}
