package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The limits of a layer: their numbers, eight bytes each, in the order they were given. */
public final class Limits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Limits() {}

    public static int count(CellState state, int layer) {
        return state.layerLimits.get(layer).length / Long.BYTES;
    }

    /** The number of one of them. */
    public static long number(CellState state, int layer, int index) {
        return (long) LONGS.get(state.layerLimits.get(layer), index * Long.BYTES);
    }

    /** Packs numbers. */
    public static byte[] pack(long[] numbers, int count) {
        byte[] packed = new byte[count * Long.BYTES];
        for (int i = 0; i < count; i++) {
            LONGS.set(packed, i * Long.BYTES, numbers[i]);
        }
        return packed;
    }
}
