package io.cuegrid.outline;

import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecPosition;
import org.jspecify.annotations.Nullable;

/**
 * What a layer waits for.
 *
 * @param at where it was written
 * @param kind which kind
 * @param anyFrame one frame of the layer is enough
 * @param on the layer of the same outline; null: named by the texts
 * @param onJob another job; null: the same
 * @param onLayer a layer by name
 * @param onFrame a frame by name, 0001-layer
 * @param propagated layers that wait for this layer pass the wait on to what else they wait for
 */
record Depend(
        SpecPosition at,
        DependKind kind,
        boolean anyFrame,
        @Nullable Layer on,
        @Nullable Given onJob,
        @Nullable Given onLayer,
        @Nullable Given onFrame,
        boolean propagated) {

    static Depend onLayer(SpecPosition at, DependType type, Layer on, boolean propagated) {
        return new Depend(at, type.kind(), type == DependType.LAYER_ON_ANY, on, null, null, null, propagated);
    }

    static Depend byName(
            SpecPosition at,
            DependKind kind,
            boolean anyFrame,
            @Nullable Given onJob,
            @Nullable Given onLayer,
            @Nullable Given onFrame) {
        return new Depend(at, kind, anyFrame, null, onJob, onLayer, onFrame, false);
    }
}
