package io.cuegrid.node.service.servant;

import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a job that match, in dispatch order, then in that of their layers. Of few matches the rows are kept too, so
 * that a page of them needs no second read; of many only eight bytes each.
 *
 * <p>Threading: one request.
 */
final class FoundFrames {
    /** Matches whose rows are kept: as many as one slice gives, about 400 KB. */
    static final int KEPT_MAX = RowQuery.SLICE_ROWS;
    /** Room at first; it grows by doubling. */
    private static final int KEPT_BYTES_FIRST = 32 * 1024;
    /** A job has at most 1,000,000 frames. */
    private static final int ORDINAL_BITS = 20;

    private static final int ORDINAL_MASK = (1 << ORDINAL_BITS) - 1;
    /** A job has at most 2,000 layers, counted from 1. */
    private static final int LAYER_BITS = 11;

    private final LongArrayList keys = new LongArrayList();
    private int[] ordinals = new int[256];
    private int keptCount;
    private @Nullable ExpandableArrayBuffer rows = new ExpandableArrayBuffer(KEPT_BYTES_FIRST);
    private int rowLength;

    /** Adds a match. Matches come in order of their ordinals. @param row wraps the bytes */
    void add(FrameRowDecoder row, LayerFacts layer, DirectBuffer buffer, int offset, int length) {
        keys.addLong(key(row, layer));
        ExpandableArrayBuffer kept = rows;
        if (kept != null && (keys.size() > KEPT_MAX || (rowLength != 0 && length != rowLength))) {
            rows = null;
        } else if (kept != null) {
            rowLength = length;
            kept.putBytes(keptCount * length, buffer, offset, length);
            if (keptCount == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, keptCount * 2);
            }
            ordinals[keptCount++] = row.frameOrdinal();
        }
    }

    /** Dispatch order (32 bits), layer's order (11), ordinal (20). */
    private static long key(FrameRowDecoder row, LayerFacts layer) {
        long layerOrder = Math.max(0, Math.min((1 << LAYER_BITS) - 1, layer.dispatchOrder()));
        return (long) row.dispatchOrder() << 32 | layerOrder << ORDINAL_BITS | row.frameOrdinal();
    }

    int size() {
        return keys.size();
    }

    /** Ordinals of the matches from one to another in their order, as far as there are so many. */
    int[] ordinals(long first, long end) {
        if (first >= keys.size()) {
            return new int[0];
        }
        long[] sorted = keys.toLongArray();
        Arrays.sort(sorted);
        int[] page = new int[(int) (Math.min(end, sorted.length) - first)];
        for (int i = 0; i < page.length; i++) {
            page[i] = (int) (sorted[(int) first + i] & ORDINAL_MASK);
        }
        return page;
    }

    /** Whether {@link #row} can be asked. */
    boolean areKept() {
        return rows != null;
    }

    /** Wraps the row of a match. */
    FrameRowDecoder row(FrameRowDecoder row, int ordinal) {
        ExpandableArrayBuffer kept = rows;
        int at = Arrays.binarySearch(ordinals, 0, keptCount, ordinal);
        if (kept == null || at < 0) {
            throw new IllegalStateException("the row of frame " + ordinal + " is not kept");
        }
        return Sbe.wrap(row, kept, at * rowLength);
    }
}
