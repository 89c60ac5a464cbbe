package io.cuegrid.api.spec;

import org.jspecify.annotations.Nullable;

/**
 * A depend as it was given: names are not conformed or looked up yet.
 *
 * @param at where it stands
 * @param kind which kind
 * @param anyFrame one frame of the layer is enough (layer on layer only)
 * @param waiting what waits
 * @param on what it waits for
 */
public record DependDraft(SpecPosition at, DependKind kind, boolean anyFrame, End waiting, End on) {

    /**
     * One end of a depend.
     *
     * @param job suffix or full name
     * @param layer null: not given
     * @param frame {@code 0001-layer}; null: not given
     */
    public record End(
            Given job, @Nullable Given layer, @Nullable Given frame) {}
}
