package io.cuegrid.core.cell.columns;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Records of a fixed width in pages of a fixed power of two rows. Growth adds a page and copies none. The fields of a row
 * lie side by side, so that a step of a frame's life touches one or two cache lines: a page begins with one, and the tables
 * that every step touches have rows of whole lines, what is changed most in the first.
 *
 * <pre>
 *   row 0..n-1 of page 0 | row n..2n-1 of page 1 | …      a row: width bytes, little-endian fields at fixed offsets
 * </pre>
 *
 * <p>Pages lie outside of the heap: they live as long as the cell and are most of it, and a collector would copy each of them
 * at least once, which is a pause of half a millisecond for a megabyte. They go with the table that owns them. A small table
 * gets its memory page by page, a large one in slabs that the system can back with its large pages.
 *
 * <p>Fields are read and written without a check of bounds within a page: rows that are asked for exist, and a field of a
 * subclass lies within {@code width}. A row of a page that does not exist is an {@link IndexOutOfBoundsException}.
 *
 * <p>Capture: while one is being taken, a page is copied before its first change unless it has been written.
 *
 * <p>Threading: that of the cell; subclasses name the fields.
 */
public class RecordPages implements Captured {
    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("pages are little-endian, this processor is not");
        }
    }

    /** Of a cache line. */
    protected static final int LINE_BYTES = 64;

    /**
     * Memory taken at a time, at most: two large pages, less the small one that the C library begins with its own mark, so
     * that the whole is a multiple of a large page and begins with one.
     */
    private static final int SLAB_BYTES = (4 << 20) - (4 << 10);

    private final int width;
    private final int shift;
    private final int mask;
    /** What keeps the memory of the pages. */
    private ByteBuffer[] memory = new ByteBuffer[4];
    /** Where the next pages come from. */
    private ByteBuffer slab = ByteBuffer.allocate(0);
    /** Where the pages begin. As long as there are pages: an index past them must fail, not lead to address 0. */
    private long[] pages = new long[0];
    /** The same; 0 for a page that a capture may still have to copy and for those that do not exist. */
    private long[] writable = new long[4];

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
        if (needed > pages.length) {
            pages = Arrays.copyOf(pages, needed);
        }
        while (pageCount < needed) {
            if (pageCount == writable.length) {
                memory = Arrays.copyOf(memory, pageCount * 2);
                writable = Arrays.copyOf(writable, pageCount * 2);
            }
            memory[pageCount] = newPage();
            pages[pageCount] = BufferUtil.address(memory[pageCount]);
            writable[pageCount] = pages[pageCount];
            pageCount++;
        }
        rowCount = rows;
    }

    /** Memory of a page, zero. Each slab has as many pages as there are already, as far as they fit. */
    private ByteBuffer newPage() {
        int bytes = width << shift;
        if (slab.remaining() < bytes) {
            int most = Math.max(1, (SLAB_BYTES - LINE_BYTES) / bytes);
            int count = Math.max(1, Math.min(most, pageCount));
            slab = ByteBuffer.allocateDirect(count > 1 && count == most ? SLAB_BYTES : count * bytes + LINE_BYTES);
            slab.position((int) (-BufferUtil.address(slab) & (LINE_BYTES - 1)));
        }
        ByteBuffer page = slab.slice(slab.position(), bytes);
        slab.position(slab.position() + bytes);
        return page;
    }

    /** Zeroes a row, word by word: filling memory is a call out of Java, which costs more than a row. */
    protected final void clearRow(int row) {
        long at = writableAt(row);
        for (int field = 0; field < width; field += Long.BYTES) {
            UnsafeApi.putLong(at + field, 0);
        }
    }

    protected final int getByte(int row, int field) {
        return UnsafeApi.getByte(at(row) + field);
    }

    protected final void putByte(int row, int field, int value) {
        UnsafeApi.putByte(writableAt(row) + field, (byte) value);
    }

    protected final int getShort(int row, int field) {
        return UnsafeApi.getShort(at(row) + field);
    }

    protected final void putShort(int row, int field, int value) {
        UnsafeApi.putShort(writableAt(row) + field, (short) value);
    }

    protected final int getInt(int row, int field) {
        return UnsafeApi.getInt(at(row) + field);
    }

    protected final void putInt(int row, int field, int value) {
        UnsafeApi.putInt(writableAt(row) + field, value);
    }

    protected final int addInt(int row, int field, int delta) {
        long at = writableAt(row) + field;
        int value = UnsafeApi.getInt(at) + delta;
        UnsafeApi.putInt(at, value);
        return value;
    }

    protected final long getLong(int row, int field) {
        return UnsafeApi.getLong(at(row) + field);
    }

    protected final void putLong(int row, int field, long value) {
        UnsafeApi.putLong(writableAt(row) + field, value);
    }

    protected final long addLong(int row, int field, long delta) {
        long at = writableAt(row) + field;
        long value = UnsafeApi.getLong(at) + delta;
        UnsafeApi.putLong(at, value);
        return value;
    }

    /** Reads the first line of a row, only to have it near: what it returns means nothing. */
    public final long fetch(int row) {
        return UnsafeApi.getLong(at(row));
    }

    /** The same for the first two lines of a row that has two. */
    public final long fetchTwo(int row) {
        long from = at(row);
        return UnsafeApi.getLong(from) + UnsafeApi.getLong(from + LINE_BYTES);
    }

    /** Where a row begins. Tables that every step touches say it again with numbers that the compiler knows. */
    protected long at(int row) {
        return page(row >> shift) + (long) (row & mask) * width;
    }

    /** Where a row that is about to change begins, for {@link #setInt} and its like: several fields are written at once. */
    protected long writableAt(int row) {
        return writablePage(row >> shift) + (long) (row & mask) * width;
    }

    /** Where a page begins. */
    protected final long page(int page) {
        return pages[page];
    }

    /** Where a page that is about to change begins. */
    protected final long writablePage(int page) {
        long at = writable[page];
        return at == 0 ? preserve(page) : at;
    }

    protected static void setByte(long at, int value) {
        UnsafeApi.putByte(at, (byte) value);
    }

    protected static void setShort(long at, int value) {
        UnsafeApi.putShort(at, (short) value);
    }

    protected static void setInt(long at, int value) {
        UnsafeApi.putInt(at, value);
    }

    protected static void setLong(long at, long value) {
        UnsafeApi.putLong(at, value);
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

    private long preserve(int page) {
        if (capturing && page >= writtenPages && page < saved.length) {
            saved[page] = bytes(page, new byte[width << shift]);
        }
        writable[page] = pages[page];
        return pages[page];
    }

    /** Copies a page. */
    private byte[] bytes(int page, byte[] into) {
        memory[page].get(0, into, 0, width << shift);
        return into;
    }

    @Override
    public final void beginCapture() {
        capturing = true;
        Arrays.fill(writable, 0);
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
        byte[] scratch = new byte[0];
        while (writtenPages < total) {
            if (budget == 0) {
                return -1;
            }
            byte[] copy = saved[writtenPages];
            if (copy == null) {
                scratch = scratch.length == 0 ? new byte[width << shift] : scratch;
                copy = bytes(writtenPages, scratch);
            }
            writer.putBytes(copy, 0, bytesOfPage(writtenPages, captureRows));
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
        byte[] scratch = new byte[width << shift];
        for (int page = 0; page < pageCount; page++) {
            writer.putBytes(bytes(page, scratch), 0, bytesOfPage(page, rowCount));
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
        memory = new ByteBuffer[4];
        slab = ByteBuffer.allocate(0);
        pages = new long[0];
        writable = new long[4];
        pageCount = 0;
        rowCount = 0;
        int rows = reader.getInt();
        header(reader.getInt());
        ensureRows(rows);
        byte[] scratch = new byte[width << shift];
        for (int page = 0; page < pageCount; page++) {
            reader.getBytes(scratch, 0, bytesOfPage(page, rows));
            memory[page].put(0, scratch, 0, bytesOfPage(page, rows));
        }
    }

    @Override
    public final long digest(long seed) {
        long hash = Hash.mix(Hash.mix(seed, rowCount), header());
        byte[] scratch = new byte[width << shift];
        for (int page = 0; page < pageCount; page++) {
            hash = Hash.mix(hash, bytes(page, scratch), 0, bytesOfPage(page, rowCount));
        }
        return hash;
    }
}
