package io.cuegrid.core.cell.depend;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Depends by row: one record each, whatever number of frames it holds. The er side waits for the on side.
 *
 * <p>Each is in two chains: one of the job that waits, one of what it waits for (a job, a layer or one frame).
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class DependTable extends RowPages {
    private static final int ER_JOB_ROW = 8;
    private static final int ER_LAYER_INDEX = 12;
    private static final int ER_FRAME_ORDINAL = 16;
    private static final int ON_JOB_ROW = 20;
    private static final int ON_LAYER_INDEX = 24;
    private static final int ON_FRAME_ORDINAL = 28;
    private static final int TYPE = 32;
    private static final int ANY_FRAME = 33;
    private static final int ACTIVE = 34;
    private static final int PREVIOUS_OF_ER = 36;
    private static final int NEXT_OF_ER = 40;
    private static final int PREVIOUS_OF_ON = 44;
    private static final int NEXT_OF_ON = 48;
    private static final int WIDTH = 56;

    public DependTable() {
        super(WIDTH, 7);
    }

    public int erJobRow(int row) {
        return getInt(row, ER_JOB_ROW);
    }

    public void erJobRow(int row, int value) {
        putInt(row, ER_JOB_ROW, value);
    }

    /** -1: the job as a whole. */
    public int erLayerIndex(int row) {
        return getInt(row, ER_LAYER_INDEX);
    }

    public void erLayerIndex(int row, int value) {
        putInt(row, ER_LAYER_INDEX, value);
    }

    /** -1: the layer as a whole. */
    public int erFrameOrdinal(int row) {
        return getInt(row, ER_FRAME_ORDINAL);
    }

    public void erFrameOrdinal(int row, int value) {
        putInt(row, ER_FRAME_ORDINAL, value);
    }

    public int onJobRow(int row) {
        return getInt(row, ON_JOB_ROW);
    }

    public void onJobRow(int row, int value) {
        putInt(row, ON_JOB_ROW, value);
    }

    public int onLayerIndex(int row) {
        return getInt(row, ON_LAYER_INDEX);
    }

    public void onLayerIndex(int row, int value) {
        putInt(row, ON_LAYER_INDEX, value);
    }

    public int onFrameOrdinal(int row) {
        return getInt(row, ON_FRAME_ORDINAL);
    }

    public void onFrameOrdinal(int row, int value) {
        putInt(row, ON_FRAME_ORDINAL, value);
    }

    /** Number of DependType. */
    public int type(int row) {
        return getByte(row, TYPE);
    }

    public void type(int row, int value) {
        putByte(row, TYPE, value);
    }

    /** One frame is enough. */
    public boolean anyFrame(int row) {
        return getByte(row, ANY_FRAME) != 0;
    }

    public void anyFrame(int row, boolean value) {
        putByte(row, ANY_FRAME, value ? 1 : 0);
    }

    /** It still holds. */
    public boolean active(int row) {
        return getByte(row, ACTIVE) != 0;
    }

    public void active(int row, boolean value) {
        putByte(row, ACTIVE, value ? 1 : 0);
    }

    /** Rows plus one. */
    public int previousOfEr(int row) {
        return getInt(row, PREVIOUS_OF_ER);
    }

    public void previousOfEr(int row, int value) {
        putInt(row, PREVIOUS_OF_ER, value);
    }

    public int nextOfEr(int row) {
        return getInt(row, NEXT_OF_ER);
    }

    public void nextOfEr(int row, int value) {
        putInt(row, NEXT_OF_ER, value);
    }

    public int previousOfOn(int row) {
        return getInt(row, PREVIOUS_OF_ON);
    }

    public void previousOfOn(int row, int value) {
        putInt(row, PREVIOUS_OF_ON, value);
    }

    public int nextOfOn(int row) {
        return getInt(row, NEXT_OF_ON);
    }

    public void nextOfOn(int row, int value) {
        putInt(row, NEXT_OF_ON, value);
    }
}
