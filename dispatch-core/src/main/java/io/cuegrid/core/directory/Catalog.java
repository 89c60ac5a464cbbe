package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory's state: all records, ordered by kind and number, with an index of unique names. Changed by
 * {@link Directory#apply} only.
 *
 * <p>Threading: that of its directory.
 */
final class Catalog {
    /** One past the largest kind. */
    static final int KINDS = RecordKind.SETTING.value() + 1;

    private final RecordCodec codec = new RecordCodec();
    private final KindTable[] tables = new KindTable[KINDS];
    private long version;
    private int cellMax;

    Catalog() {
        for (int i = 0; i < KINDS; i++) {
            tables[i] = new KindTable();
        }
    }

    /** A record as stored, with its bytes and their hash. */
    record Entry(CatalogRecord record, byte[] encoded, long hash) {}

    private static final class KindTable {
        final TreeMap<Long, Entry> byNumber = new TreeMap<>();
        final TreeMap<String, Long> byKey = new TreeMap<>();
        long nextNumber = 1;
    }

    private KindTable table(RecordKind kind) {
        return tables[kind.value()];
    }

    long version() {
        return version;
    }

    /** The largest cell number that a facility ever had. */
    int cellMax() {
        return cellMax;
    }

    long nextNumber(RecordKind kind) {
        return table(kind).nextNumber;
    }

    int count(RecordKind kind) {
        return table(kind).byNumber.size();
    }

    Collection<Entry> entries(RecordKind kind) {
        return table(kind).byNumber.values();
    }

    /** Entries of a kind with numbers above one. */
    NavigableMap<Long, Entry> entriesAfter(RecordKind kind, long number) {
        return table(kind).byNumber.tailMap(number, false);
    }

    @Nullable
    CatalogRecord get(RecordKind kind, long number) {
        Entry entry = table(kind).byNumber.get(number);
        return entry == null ? null : entry.record;
    }

    @Nullable
    Facility facility(long number) {
        return (Facility) get(RecordKind.FACILITY, number);
    }

    @Nullable
    Show show(long number) {
        return (Show) get(RecordKind.SHOW, number);
    }

    @Nullable
    Folder folder(long number) {
        return (Folder) get(RecordKind.FOLDER, number);
    }

    /** The record that has the same unique key, or null; null also for kinds without unique keys. */
    @Nullable
    CatalogRecord sameKey(CatalogRecord record) {
        String key = UniqueKey.of(record);
        Long number = key == null ? null : table(record.kind()).byKey.get(key);
        return number == null ? null : get(record.kind(), number);
    }

    void put(CatalogRecord record, long newVersion) {
        KindTable table = table(record.kind());
        Entry old = table.byNumber.get(record.number());
        if (old != null) {
            dropKey(table, old.record);
        }
        byte[] encoded = codec.encode(record);
        table.byNumber.put(record.number(), new Entry(record, encoded, ByteHash.of(encoded)));
        String key = UniqueKey.of(record);
        if (key != null) {
            table.byKey.put(key, record.number());
        }
        table.nextNumber = Math.max(table.nextNumber, record.number() + 1);
        if (record instanceof Facility facility) {
            cellMax = Math.max(cellMax, facility.cell());
        }
        version = newVersion;
    }

    void remove(RecordKind kind, long number, long newVersion) {
        KindTable table = table(kind);
        Entry old = table.byNumber.remove(number);
        if (old != null) {
            dropKey(table, old.record);
        }
        version = newVersion;
    }

    private static void dropKey(KindTable table, CatalogRecord record) {
        String key = UniqueKey.of(record);
        if (key != null) {
            table.byKey.remove(key, record.number());
        }
    }

    void clear() {
        for (KindTable table : tables) {
            table.byNumber.clear();
            table.byKey.clear();
            table.nextNumber = 1;
        }
        version = 0;
        cellMax = 0;
    }

    /** Sets what removed records left behind, when restoring. */
    void restoreCounters(long[] nextNumbers, long newVersion, int newCellMax) {
        for (int i = 0; i < KINDS; i++) {
            tables[i].nextNumber = nextNumbers[i];
        }
        version = newVersion;
        cellMax = newCellMax;
    }

    long[] nextNumbers() {
        long[] numbers = new long[KINDS];
        for (int i = 0; i < KINDS; i++) {
            numbers[i] = tables[i].nextNumber;
        }
        return numbers;
    }

    long digest() {
        long hash = ByteHash.mix(version, cellMax);
        for (KindTable table : tables) {
            hash = ByteHash.mix(hash, table.nextNumber);
            for (Entry entry : table.byNumber.values()) {
                hash = ByteHash.mix(hash, entry.hash);
            }
        }
        return hash;
    }
}
