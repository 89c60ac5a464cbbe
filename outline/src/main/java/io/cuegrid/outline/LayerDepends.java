package io.cuegrid.outline;

import io.cuegrid.api.spec.SpecPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the waits that follow from others: a layer's preparation waits for the preparation of what the layer waits for,
 * and what waits for a post process makes its other sources wait for the layer that was processed.
 */
final class LayerDepends {

    private LayerDepends() {}

    static void complete(Outline outline) {
        for (Layer layer : outline.layers()) {
            for (Depend depend : List.copyOf(layer.depends())) {
                Layer on = target(outline, depend);
                if (on != null && on != layer) {
                    preparations(layer, on);
                    propagate(outline, layer, on);
                }
            }
        }
    }

    /** The layer of this outline that a depend is on, or null. */
    static @Nullable Layer target(Outline outline, Depend depend) {
        if (depend.on() != null || depend.onJob() != null || depend.onLayer() == null) {
            return depend.on();
        }
        return outline.find(depend.onLayer().text());
    }

    private static void preparations(Layer layer, Layer on) {
        for (LayerPreProcess first : layer.preProcesses()) {
            for (LayerPreProcess second : on.preProcesses()) {
                first.dependAll(second);
            }
        }
    }

    private static void propagate(Outline outline, Layer layer, Layer on) {
        for (Depend passed : on.depends()) {
            Layer source = passed.propagated() ? target(outline, passed) : null;
            if (source == null) {
                continue;
            }
            for (Depend other : List.copyOf(layer.depends())) {
                Layer beside = target(outline, other);
                if (beside != null && beside != on && beside != source && !waits(outline, source, beside)) {
                    beside.depend(Depend.onLayer(SpecPosition.NONE, DependType.LAYER_ON_LAYER, source, false));
                }
            }
        }
    }

    /** Whether a layer waits for another, directly or not. */
    private static boolean waits(Outline outline, Layer layer, Layer on) {
        Deque<Layer> open = new ArrayDeque<>(List.of(layer));
        Set<Layer> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (Depend depend : open.remove().depends()) {
                Layer next = target(outline, depend);
                if (next == on) {
                    return true;
                }
                if (next != null && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return false;
    }
}
