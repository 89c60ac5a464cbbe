package io.cuegrid.core.cell.reserve;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Hosts kept for wide layers, or for jobs that their procs were redirected to, and wide layers that have been blocked for a
 * while. A reservation's number is the host's, made negative; a blocked layer's is made of its job's number and its index.
 * There are few of either.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class ReservationTable extends RowPages {
    private static final int JOB_NUMBER = 16;
    private static final int SINCE_MILLIS = 24;
    private static final int LAYER_INDEX = 32;
    private static final int WIDTH = 40;
    private static final int LAYERS_OF_JOB = 4_096;

    /** The layer of a reservation that is for a whole job. */
    public static final int ANY_LAYER = -1;

    /** Hosts that are kept. Derived. */
    private int hosts;

    public ReservationTable() {
        super(WIDTH, 5);
    }

    public long jobNumber(int row) {
        return getLong(row, JOB_NUMBER);
    }

    /** When it was made; of a blocked layer: since when it has been. */
    public long sinceMillis(int row) {
        return getLong(row, SINCE_MILLIS);
    }

    public int layerIndex(int row) {
        return getInt(row, LAYER_INDEX);
    }

    /** Whether the row is a reservation, not a blocked layer. */
    public boolean isReservation(int row) {
        return number(row) < 0;
    }

    /** Whether the row keeps a host for a job that its procs were redirected to. */
    public boolean isHeld(int row) {
        return isReservation(row) && layerIndex(row) == ANY_LAYER;
    }

    /** The host of a reservation. */
    public long hostNumber(int row) {
        return -number(row);
    }

    /** Whether any host is kept. */
    public boolean keepsHosts() {
        return hosts > 0;
    }

    /** The reservation of a host, or -1. */
    public int ofHost(long hostNumber) {
        return hosts == 0 ? -1 : row(-hostNumber);
    }

    /** The row that says since when a layer has been blocked, or -1. */
    public int ofLayer(long jobNumber, int layerIndex) {
        return live() == 0 ? -1 : row(key(jobNumber, layerIndex));
    }

    public void reserve(long hostNumber, long jobNumber, int layerIndex, long sinceMillis) {
        fill(add(-hostNumber), jobNumber, layerIndex, sinceMillis);
        hosts++;
    }

    public void block(long jobNumber, int layerIndex, long sinceMillis) {
        fill(add(key(jobNumber, layerIndex)), jobNumber, layerIndex, sinceMillis);
    }

    /** A host is kept no more, or a layer is not blocked. */
    public void end(int row) {
        hosts -= isReservation(row) ? 1 : 0;
        remove(row);
    }

    /** Counts the hosts again after a restore. */
    public void rebuildHosts() {
        hosts = 0;
        for (int row = 0; row < rowCount(); row++) {
            hosts += isReservation(row) ? 1 : 0;
        }
    }

    private void fill(int row, long jobNumber, int layerIndex, long sinceMillis) {
        putLong(row, JOB_NUMBER, jobNumber);
        putLong(row, SINCE_MILLIS, sinceMillis);
        putInt(row, LAYER_INDEX, layerIndex);
    }

    private static long key(long jobNumber, int layerIndex) {
        return jobNumber * LAYERS_OF_JOB + layerIndex + 1;
    }
}
