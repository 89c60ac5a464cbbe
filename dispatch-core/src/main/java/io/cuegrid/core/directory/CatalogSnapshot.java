package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a catalog in slices. Stored records never change, so the copy that is taken at the start is one of references.
 *
 * <pre>
 *   format int32 | version int64 | largest cell int32 | kinds int32
 *   then for each kind: next number int64 | records int32 | (length int32, message)…
 * </pre>
 */
final class CatalogSnapshot implements SnapshotCapture {
    private static final int FORMAT = 1;
    private static final int RECORDS_PER_STEP = 64;

    private final long version;
    private final int cellMax;
    private final long[] nextNumbers;
    private final List<List<byte[]>> recordsByKind = new ArrayList<>();
    private int kind = -1;
    private int position;

    CatalogSnapshot(Catalog catalog) {
        version = catalog.version();
        cellMax = catalog.cellMax();
        nextNumbers = catalog.nextNumbers();
        for (int code = 0; code < Catalog.KINDS; code++) {
            List<byte[]> records = new ArrayList<>();
            for (Catalog.Entry entry : catalog.entries(RecordKind.get((short) code))) {
                records.add(entry.encoded());
            }
            recordsByKind.add(records);
        }
    }

    @Override
    public boolean step(int stepBudget, SnapshotWriter writer) {
        if (kind < 0) {
            writer.putInt(FORMAT);
            writer.putLong(version);
            writer.putInt(cellMax);
            writer.putInt(Catalog.KINDS);
            startKind(0, writer);
        }
        long records = (long) Math.max(1, stepBudget) * RECORDS_PER_STEP;
        while (kind < Catalog.KINDS) {
            List<byte[]> ofKind = recordsByKind.get(kind);
            while (position < ofKind.size()) {
                if (records-- == 0) {
                    return false;
                }
                byte[] record = ofKind.get(position++);
                writer.putInt(record.length);
                writer.putBytes(record, 0, record.length);
            }
            startKind(kind + 1, writer);
        }
        return true;
    }

    private void startKind(int next, SnapshotWriter writer) {
        kind = next;
        position = 0;
        if (next < Catalog.KINDS) {
            writer.putLong(nextNumbers[next]);
            writer.putInt(recordsByKind.get(next).size());
        }
    }

    @Override
    public void cancel() {
        kind = Catalog.KINDS;
        recordsByKind.clear();
    }

    static void restore(SnapshotReader reader, Catalog catalog, RecordCodec codec) {
        int format = reader.getInt();
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "a snapshot of the directory has format " + format + ", this version reads " + FORMAT);
        }
        catalog.clear();
        long version = reader.getLong();
        int cellMax = reader.getInt();
        int kinds = reader.getInt();
        long[] nextNumbers = new long[Catalog.KINDS];
        Arrays.fill(nextNumbers, 1);
        for (int code = 0; code < kinds; code++) {
            nextNumbers[code] = reader.getLong();
            int records = reader.getInt();
            for (int i = 0; i < records; i++) {
                byte[] bytes = new byte[reader.getInt()];
                reader.getBytes(bytes, 0, bytes.length);
                catalog.put(codec.decode(RecordKind.get((short) code), new UnsafeBuffer(bytes), 0), version);
            }
        }
        catalog.restoreCounters(nextNumbers, version, cellMax);
    }
}
