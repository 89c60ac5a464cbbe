package io.cuegrid.core.cell.columns;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Records of a fixed width in pages of a fixed power of two rows. Growth adds a page and copies none. The fields of a row
 * lie side by side, so that a step of a frame's life touches one or two cache lines.
 *
 * <pre>
 *   row 0..n-1 of page 0 | row n..2n-1 of page 1 | …      a row: width bytes, little-endian fields at fixed offsets
 * </pre>
 *
 * <p>Fields are read and written without a check of bounds: a row that does not exist fails at the array of pages, and a field
 * of a subclass lies within {@code width}.
 *
 * <p>Capture: while one is being taken, a page is copied before its first change unless it has been written.
 *
 * <p>Threading: that of the cell; subclasses name the fields.
 */
public class RecordPages implements Captured {
    private static final long BASE = UnsafeApi.arrayBaseOffset(byte[].class);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("pages are little-endian, this processor is not");
        }
    }

    /** Of a cache line. */
    private static final int FETCH_BYTES = 64;

    private final int width;
    private final int shift;
    private final int mask;
    private byte[][] pages = new byte[4][];
    /** The same pages; null for one that a capture may still have to copy. */
    private byte[][] writable = new byte[4][];

    private int pageCount;
    private int rowCount;

    private boolean capturing;
    private byte[][] saved = new byte[0][];
    private int captureRows;
    private int captureHeader;
    private int writtenPages;
    private boolean headerWritten;

    /**
     * @param width bytes of a row, a multiple of 8
     * @param rowsPerPageShift rows of a page as a power of two
     */
    protected RecordPages(int width, int rowsPerPageShift) {
        if (width % Long.BYTES != 0) {
            throw new IllegalArgumentException("width " + width + " is not a multiple of 8");
        }
        this.width = width;
        shift = rowsPerPageShift;
        mask = (1 << rowsPerPageShift) - 1;
    }

    /** Rows that exist: 0 to this minus one, free ones included. */
    public final int rowCount() {
        return rowCount;
    }

    /** Makes rows exist up to here. New rows are zero; rows that existed keep their bytes. */
    protected final void ensureRows(int rows) {
        if (rows <= rowCount) {
            return;
        }
        int needed = (rows + mask) >> shift;
        while (pageCount < needed) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
                writable = Arrays.copyOf(writable, pageCount * 2);
            }
            pages[pageCount] = new byte[width << shift];
            writable[pageCount] = pages[pageCount];
            pageCount++;
        }
        rowCount = rows;
    }

    /** Zeroes a row. */
    protected final void clearRow(int row) {
        int from = (row & mask) * width;
        Arrays.fill(writable(row), from, from + width, (byte) 0);
    }

    protected final int getByte(int row, int field) {
        return pages[row >> shift][(row & mask) * width + field];
    }

    protected final void putByte(int row, int field, int value) {
        writable(row)[(row & mask) * width + field] = (byte) value;
    }

    protected final int getShort(int row, int field) {
        return UnsafeApi.getShort(pages[row >> shift], at(row, field));
    }

    protected final void putShort(int row, int field, int value) {
        UnsafeApi.putShort(writable(row), at(row, field), (short) value);
    }

    protected final int getInt(int row, int field) {
        return UnsafeApi.getInt(pages[row >> shift], at(row, field));
    }

    protected final void putInt(int row, int field, int value) {
        UnsafeApi.putInt(writable(row), at(row, field), value);
    }

    protected final int addInt(int row, int field, int delta) {
        byte[] page = writable(row);
        long at = at(row, field);
        int value = UnsafeApi.getInt(page, at) + delta;
        UnsafeApi.putInt(page, at, value);
        return value;
    }

    protected final long getLong(int row, int field) {
        return UnsafeApi.getLong(pages[row >> shift], at(row, field));
    }

    protected final void putLong(int row, int field, long value) {
        UnsafeApi.putLong(writable(row), at(row, field), value);
    }

    protected final long addLong(int row, int field, long delta) {
        byte[] page = writable(row);
        long at = at(row, field);
        long value = UnsafeApi.getLong(page, at) + delta;
        UnsafeApi.putLong(page, at, value);
        return value;
    }

    /** Reads a row at a few places, only to have it near: what it returns means nothing. */
    public final long fetch(int row) {
        byte[] page = pages[row >> shift];
        long from = at(row);
        long read = 0;
        for (int field = 0; field < width; field += FETCH_BYTES) {
            read += UnsafeApi.getLong(page, from + field);
        }
        return read;
    }

    private long at(int row, int field) {
        return BASE + (long) (row & mask) * width + field;
    }

    /** Where a row begins in its page, for {@link #setInt} and its like: several fields of a row are written at once. */
    protected final long at(int row) {
        return at(row, 0);
    }

    protected static void setByte(byte[] page, long at, int value) {
        page[(int) (at - BASE)] = (byte) value;
    }

    protected static void setShort(byte[] page, long at, int value) {
        UnsafeApi.putShort(page, at, (short) value);
    }

    protected static void setInt(byte[] page, long at, int value) {
        UnsafeApi.putInt(page, at, value);
    }

    protected static void setLong(byte[] page, long at, long value) {
        UnsafeApi.putLong(page, at, value);
    }

    protected final boolean getFlag(int row, int field, int bit) {
        return (getByte(row, field) & bit) != 0;
    }

    protected final void putFlag(int row, int field, int bit, boolean value) {
        int before = getByte(row, field);
        putByte(row, field, value ? before | bit : before & ~bit);
    }

    /** One more int of state that belongs to the table as a whole (the head of the free rows). */
    protected int header() {
        return 0;
    }

    /** The other way of {@link #header()}. */
    protected void header(int value) {}

    /** The page of a row that is about to change. */
    protected final byte[] writable(int row) {
        byte[] page = writable[row >> shift];
        return page == null ? preserve(row >> shift) : page;
    }

    private byte[] preserve(int page) {
        if (capturing && page >= writtenPages && page < saved.length) {
            saved[page] = pages[page].clone();
        }
        writable[page] = pages[page];
        return pages[page];
    }

    @Override
    public final void beginCapture() {
        capturing = true;
        Arrays.fill(writable, null);
        captureRows = rowCount;
        captureHeader = header();
        writtenPages = 0;
        headerWritten = false;
        saved = new byte[pageCount][];
    }

    @Override
    public final int stepCapture(int pageBudget, SnapshotWriter writer) {
        int budget = pageBudget;
        if (!headerWritten) {
            writer.putInt(captureRows);
            writer.putInt(captureHeader);
            headerWritten = true;
        }
        int total = (captureRows + mask) >> shift;
        while (writtenPages < total) {
            if (budget == 0) {
                return -1;
            }
            byte[] copy = saved[writtenPages];
            writer.putBytes(copy == null ? pages[writtenPages] : copy, 0, bytesOfPage(writtenPages, captureRows));
            saved[writtenPages] = null;
            writtenPages++;
            budget--;
        }
        return budget;
    }

    @Override
    public final void write(SnapshotWriter writer) {
        writer.putInt(rowCount);
        writer.putInt(header());
        for (int page = 0; page < pageCount; page++) {
            writer.putBytes(pages[page], 0, bytesOfPage(page, rowCount));
        }
    }

    private int bytesOfPage(int page, int rows) {
        return Math.min(mask + 1, rows - (page << shift)) * width;
    }

    @Override
    public final void endCapture() {
        capturing = false;
        saved = new byte[0][];
    }

    @Override
    public final void restore(SnapshotReader reader) {
        endCapture();
        pages = new byte[4][];
        writable = new byte[4][];
        pageCount = 0;
        rowCount = 0;
        int rows = reader.getInt();
        header(reader.getInt());
        ensureRows(rows);
        for (int page = 0; page < pageCount; page++) {
            reader.getBytes(pages[page], 0, bytesOfPage(page, rows));
        }
    }

    @Override
    public final long digest(long seed) {
        long hash = Hash.mix(Hash.mix(seed, rowCount), header());
        for (int page = 0; page < pageCount; page++) {
            hash = Hash.mix(hash, pages[page], 0, bytesOfPage(page, rowCount));
        }
        return hash;
    }
}
