package io.cuegrid.core.cell.columns;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.Arrays;

/**
 * One value of any length for each row: texts of a job, runs of a layer, documents. Values are never changed in place,
 * only replaced, so that a capture needs to copy references only.
 *
 * <p>Threading: that of the cell.
 */
public final class BlobPages implements Captured {
    private static final int SHIFT = 6;
    private static final int MASK = (1 << SHIFT) - 1;
    private static final byte[] EMPTY = new byte[0];

    private byte[][][] pages = new byte[4][][];
    private int[] known = new int[4];
    private int pageCount;

    private int capture;
    private boolean capturing;
    private byte[][][] saved = new byte[0][][];
    private int capturePages;
    private int writtenPages;
    private boolean headerWritten;

    /** The row's value, empty when none was put. Not to be changed. */
    public byte[] get(int row) {
        int page = row >> SHIFT;
        if (page >= pageCount) {
            return EMPTY;
        }
        byte[] value = pages[page][row & MASK];
        return value == null ? EMPTY : value;
    }

    /** Replaces the row's value; an empty one takes no room. */
    public void put(int row, byte[] value) {
        int page = row >> SHIFT;
        while (page >= pageCount) {
            if (value.length == 0) {
                return;
            }
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
                known = Arrays.copyOf(known, pageCount * 2);
            }
            pages[pageCount] = new byte[MASK + 1][];
            known[pageCount] = capture;
            pageCount++;
        }
        if (known[page] != capture) {
            if (capturing && page >= writtenPages && page < capturePages) {
                saved[page] = pages[page].clone();
            }
            known[page] = capture;
        }
        pages[page][row & MASK] = value.length == 0 ? null : value;
    }

    @Override
    public void beginCapture() {
        capture++;
        capturing = true;
        capturePages = pageCount;
        writtenPages = 0;
        headerWritten = false;
        saved = new byte[pageCount][][];
    }

    @Override
    public int stepCapture(int pageBudget, SnapshotWriter writer) {
        int budget = pageBudget;
        if (!headerWritten) {
            writer.putInt(capturePages);
            headerWritten = true;
        }
        while (writtenPages < capturePages) {
            if (budget == 0) {
                return -1;
            }
            byte[][] copy = saved[writtenPages];
            byte[][] page = copy == null ? pages[writtenPages] : copy;
            writePage(page, writer);
            saved[writtenPages] = null;
            writtenPages++;
            budget--;
        }
        return budget;
    }

    private static void writePage(byte[][] page, SnapshotWriter writer) {
        for (byte[] value : page) {
            writer.putInt(value == null ? 0 : value.length);
            if (value != null) {
                writer.putBytes(value, 0, value.length);
            }
        }
    }

    @Override
    public void write(SnapshotWriter writer) {
        writer.putInt(pageCount);
        for (int page = 0; page < pageCount; page++) {
            writePage(pages[page], writer);
        }
    }

    @Override
    public void endCapture() {
        capturing = false;
        saved = new byte[0][][];
    }

    @Override
    public void restore(SnapshotReader reader) {
        endCapture();
        pages = new byte[4][][];
        known = new int[4];
        pageCount = 0;
        int count = reader.getInt();
        for (int row = 0; row < count << SHIFT; row++) {
            int length = reader.getInt();
            byte[] value = new byte[length];
            reader.getBytes(value, 0, length);
            put(row, value);
        }
    }

    @Override
    public long digest(long seed) {
        long hash = seed;
        for (int row = 0; row < pageCount << SHIFT; row++) {
            byte[] value = pages[row >> SHIFT][row & MASK];
            if (value != null) {
                hash = Hash.mix(Hash.mix(hash, row), value, 0, value.length);
            }
        }
        return hash;
    }
}
