package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands.OrdinalRange;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.criteria.FrameCriteria;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of a job that an action is meant for: ordinals and states, as the cell takes them. What states and layers can
 * say stays for the cell to look at when the action is decided; all else is looked up before.
 *
 * @param stateMask the sum of {@code 1 << state}
 */
record FrameSelection(int stateMask, List<OrdinalRange> ranges) {

    /** Every frame that matches; page and limit do not count for actions. */
    static FrameSelection of(Farm farm, EntityId job, FrameSearchCriteria request) {
        View view = new View(farm);
        Cell cell = farm.cellOf(job);
        FrameCriteria criteria = new FrameCriteria(request, job, view.nowMillis());
        if (!criteria.byStateAndLayerOnly()) {
            return new FrameSelection(criteria.stateMask(), merge(new Frames(farm).ordinals(view, job, criteria)));
        }
        List<LayerFacts> layers = view.lookups().layers(cell, job.number());
        if (layers.isEmpty()) {
            throw Ids.missing("job", job.toString());
        }
        List<OrdinalRange> ranges = new ArrayList<>();
        for (LayerFacts layer : layers) {
            if (criteria.matches(layer) && layer.frames() > 0) {
                ranges.add(range(layer));
            }
        }
        return new FrameSelection(criteria.stateMask(), ranges);
    }

    /** All frames of one layer. */
    static FrameSelection ofLayer(Farm farm, EntityId id) {
        View view = new View(farm);
        LayerFacts layer = view.lookups().layer(farm.cellOf(id), id.number(), id.sub());
        if (layer == null) {
            throw Ids.missing("layer", id.toString());
        }
        return new FrameSelection(FrameCriteria.ALL_STATES, layer.frames() == 0 ? List.of() : List.of(range(layer)));
    }

    static FrameSelection ofFrame(EntityId frame) {
        return new FrameSelection(FrameCriteria.ALL_STATES, List.of(new OrdinalRange(frame.sub(), frame.sub())));
    }

    private static OrdinalRange range(LayerFacts layer) {
        return new OrdinalRange(layer.firstOrdinal(), layer.firstOrdinal() + layer.frames() - 1);
    }

    static List<OrdinalRange> merge(int[] ordinals) {
        int[] sorted = ordinals.clone();
        Arrays.sort(sorted);
        List<OrdinalRange> ranges = new ArrayList<>();
        for (int start = 0; start < sorted.length; ) {
            int end = start;
            while (end + 1 < sorted.length && sorted[end + 1] == sorted[end] + 1) {
                end++;
            }
            ranges.add(new OrdinalRange(sorted[start], sorted[end]));
            start = end + 1;
        }
        return ranges;
    }
}
