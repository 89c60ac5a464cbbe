package io.cuegrid.bench.farm;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.cuegrid.api.hostlink.ProcColumns;
import io.cuegrid.bench.workload.HostSpec;
import java.util.Arrays;

/**
 * The figures of a simulated host's runs, packed as {@link io.cuegrid.api.vitals.RunningProcs#pack} packs them, byte by byte
 * the same. One process says the heartbeats of a whole farm here, so columns that stay the same are encoded once, and those
 * that grow with time straight into the message's bytes.
 *
 * <p>Threading: guarded by its host.
 */
final class RunFigures {
    /** A simulated frame writes a line into its log so often. */
    static final long LOG_MILLIS = 4_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Of a number and of a length; a column's tag has one byte. */
    private static final int VARINT_BYTES_MAX = 10;

    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private final long[] procs;
    private final long[] rssKib;
    private final long[] coreUnits;
    private final long[] startedNanos;
    private final long[] column;
    private int count;
    private byte[] constant = {};

    /** @param capacity runs that will be added, no more */
    RunFigures(int capacity) {
        procs = new long[capacity];
        rssKib = new long[capacity];
        coreUnits = new long[capacity];
        startedNanos = new long[capacity];
        column = new long[capacity];
    }

    /** A run that uses so much memory, and all of its cores. Before the first {@link #pack}. */
    void add(long proc, long memoryKib, int cores, long started) {
        procs[count] = proc;
        rssKib[count] = memoryKib;
        coreUnits[count] = cores;
        startedNanos[count] = started;
        count++;
    }

    /** The figures as they are at this time. */
    ByteString pack(long nowNanos) {
        if (count == 0) {
            return ByteString.EMPTY;
        }
        if (constant.length == 0) {
            constant = constantColumns();
        }
        byte[] bytes = Arrays.copyOf(constant, constant.length + 3 * columnBytesMax());
        int end = constant.length;
        for (int i = 0; i < count; i++) {
            column[i] = millis(i, nowNanos) * coreUnits[i] / HostSpec.CORE_UNITS;
        }
        end = write(ProcColumns.CPU_MILLIS_FIELD_NUMBER, column, bytes, end);
        for (int i = 0; i < count; i++) {
            column[i] = millis(i, nowNanos);
        }
        end = write(ProcColumns.RUN_MILLIS_FIELD_NUMBER, column, bytes, end);
        for (int i = 0; i < count; i++) {
            column[i] = millis(i, nowNanos) % LOG_MILLIS;
        }
        end = write(ProcColumns.LOG_SILENCE_MILLIS_FIELD_NUMBER, column, bytes, end);
        return UnsafeByteOperations.unsafeWrap(bytes, 0, end);
    }

    private byte[] constantColumns() {
        byte[] bytes = new byte[5 * columnBytesMax()];
        int end = write(ProcColumns.PROC_FIELD_NUMBER, procs, bytes, 0);
        end = write(ProcColumns.RSS_KIB_FIELD_NUMBER, rssKib, bytes, end);
        end = write(ProcColumns.MAX_RSS_KIB_FIELD_NUMBER, rssKib, bytes, end);
        end = write(ProcColumns.PSS_KIB_FIELD_NUMBER, rssKib, bytes, end);
        end = write(ProcColumns.MAX_PSS_KIB_FIELD_NUMBER, rssKib, bytes, end);
        return Arrays.copyOf(bytes, end);
    }

    private long millis(int row, long nowNanos) {
        return (nowNanos - startedNanos[row]) / NANOS_PER_MILLI;
    }

    private int columnBytesMax() {
        return VARINT_BYTES_MAX * (count + 2);
    }

    /** A packed field; a column of nothing but 0 takes no room. @return where it ends */
    private int write(int field, long[] values, byte[] bytes, int start) {
        long any = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            any |= values[i];
            length += varintBytes(values[i]);
        }
        if (any == 0) {
            return start;
        }
        int end = writeVarint((long) field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED, bytes, start);
        end = writeVarint(length, bytes, end);
        for (int i = 0; i < count; i++) {
            end = writeVarint(values[i], bytes, end);
        }
        return end;
    }

    private static int varintBytes(long value) {
        // 9/64 is a little less than 1/7: right for every length of 64 bits
        return (Long.SIZE * 10 - Long.numberOfLeadingZeros(value) * 9) >>> 6;
    }

    private static int writeVarint(long value, byte[] bytes, int start) {
        int end = start;
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            bytes[end++] = (byte) ((rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }
}
