package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.MachineClient.Reading;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.criteria.FrameCriteria;
import io.cuegrid.node.service.criteria.Page;
import io.cuegrid.node.service.mapping.FrameMapper;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;

/**
 * Finds frames. A page of many matches is found in two steps, so that a job of a million frames costs 8 MB and not a message a
 * frame: first the order keys of all matches, then the rows of the page. A frame that no longer matches in the second step is
 * left out.
 *
 * <p>Threading: any thread.
 */
final class Frames {
    /** Rows between two wanted ones that are read along rather than asked for apart. */
    private static final int GAP_MAX = 256;

    private final Farm farm;

    Frames(Farm farm) {
        this.farm = farm;
    }

    /** The id of a frame that a request names. */
    EntityId require(Frame frame) {
        return farm.ids().require(frame.getId(), EntityKind.FRAME, "frame");
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Frame get(View view, EntityId id) {
        Cell cell = farm.cellOf(id);
        FrameRowDecoder row = new FrameRowDecoder();
        List<Frame> found = new ArrayList<>();
        cell.machine().read(RowQuery.frames(id.number()).from(id.sub(), 1), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.frameOrdinal() == id.sub()) {
                found.add(FrameMapper.map(view, cell, row));
            }
            return false;
        });
        if (found.isEmpty()) {
            throw Ids.missing("frame", id.toString());
        }
        return found.get(0);
    }

    /**
     * One page of the matching frames of a job, in dispatch order, then in that of their layers.
     *
     * @param layerIndex only of this layer; -1: of any
     */
    List<Frame> search(View view, EntityId job, int layerIndex, FrameSearchCriteria request) {
        Page page = Page.of(request.getPage(), request.getLimit());
        Cell cell = farm.cellOf(job);
        FrameCriteria criteria = new FrameCriteria(request, job, view.nowMillis());
        view.lookups().ahead(cell, job.number());
        FoundFrames found = found(view, cell, job, layerIndex, criteria);
        int[] wanted = found.ordinals(page.first(), page.first() + page.size());
        if (!found.areKept()) {
            return rows(view, cell, job, layerIndex, criteria, wanted);
        }
        FrameRowDecoder row = new FrameRowDecoder();
        List<Frame> frames = new ArrayList<>(wanted.length);
        for (int ordinal : wanted) {
            frames.add(FrameMapper.map(view, cell, found.row(row, ordinal)));
        }
        return frames;
    }

    /** Ordinals of all matching frames of a job, in no order of use. */
    int[] ordinals(View view, EntityId job, FrameCriteria criteria) {
        FoundFrames found = found(view, farm.cellOf(job), job, -1, criteria);
        return found.ordinals(0, found.size());
    }

    private static Int2ObjectHashMap<LayerFacts> layers(
            View view, Cell cell, EntityId job, int layerIndex, FrameCriteria criteria) {
        List<LayerFacts> all = view.lookups().layers(cell, job.number());
        if (all.isEmpty()) {
            throw Ids.missing("job", job + ". It may have left the memory; look in the history");
        }
        Int2ObjectHashMap<LayerFacts> wanted = new Int2ObjectHashMap<>();
        for (LayerFacts layer : all) {
            if ((layerIndex < 0 || layer.index() == layerIndex) && criteria.matches(layer)) {
                wanted.put(layer.index(), layer);
            }
        }
        return wanted;
    }

    private static FoundFrames found(View view, Cell cell, EntityId job, int layerIndex, FrameCriteria criteria) {
        RowQuery query = RowQuery.frames(job.number()).withLayer(layerIndex).withStates(criteria.stateMask());
        Reading reading = cell.machine().begin(query);
        Int2ObjectHashMap<LayerFacts> layers = layers(view, cell, job, layerIndex, criteria);
        FoundFrames found = new FoundFrames();
        FrameRowDecoder row = new FrameRowDecoder();
        reading.visit((buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            LayerFacts layer = layers.get(row.layerIndex());
            if (layer != null && criteria.matches(row, layer.name())) {
                found.add(row, layer, buffer, offset, length);
            }
            return !layers.isEmpty();
        });
        return found;
    }

    private static List<Frame> rows(
            View view, Cell cell, EntityId job, int layerIndex, FrameCriteria criteria, int[] ordinals) {
        Int2ObjectHashMap<LayerFacts> layers = layers(view, cell, job, layerIndex, criteria);
        IntHashSet wanted = new IntHashSet();
        for (int ordinal : ordinals) {
            wanted.add(ordinal);
        }
        int[] sorted = ordinals.clone();
        Arrays.sort(sorted);
        Int2ObjectHashMap<Frame> found = new Int2ObjectHashMap<>();
        FrameRowDecoder row = new FrameRowDecoder();
        for (int start = 0; start < sorted.length; ) {
            int end = start;
            while (end + 1 < sorted.length && sorted[end + 1] - sorted[end] <= GAP_MAX) {
                end++;
            }
            int last = sorted[end];
            int rows = Math.min(RowQuery.SLICE_ROWS, last - sorted[start] + 1);
            cell.machine().read(RowQuery.frames(job.number()).from(sorted[start], rows), (buffer, offset, length) -> {
                Sbe.wrap(row, buffer, offset);
                LayerFacts layer = layers.get(row.layerIndex());
                if (wanted.contains(row.frameOrdinal()) && layer != null && criteria.matches(row, layer.name())) {
                    found.put(row.frameOrdinal(), FrameMapper.map(view, cell, row));
                }
                return row.frameOrdinal() < last;
            });
            start = end + 1;
        }
        List<Frame> page = new ArrayList<>(found.size());
        for (int ordinal : ordinals) {
            Frame frame = found.get(ordinal);
            if (frame != null) {
                page.add(frame);
            }
        }
        return page;
    }
}
