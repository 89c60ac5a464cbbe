package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.columns.BlobPages;
import io.cuegrid.core.sbe.RecordKind;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Rows of the catalog by kind and number, shares by show and allocation, and the shares of an allocation. Derived.
 *
 * <p>Threading: that of the cell.
 */
public final class CatalogIndex {
    private static final int[] NONE = new int[0];

    private final CatalogTable catalog;
    private final BlobPages records;
    private final Long2LongHashMap rows = new Long2LongHashMap(-1);
    private final Long2LongHashMap shares = new Long2LongHashMap(-1);
    private int[][] sharesOfAllocation = new int[0][];

    CatalogIndex(CatalogTable catalog, BlobPages records) {
        this.catalog = catalog;
        this.records = records;
    }

    /** The row of a record that was ever put, or -1. */
    public int row(RecordKind kind, long number) {
        return (int) rows.get(key(kind.value(), number));
    }

    /** The row of a record that is there now, or -1. */
    public int present(RecordKind kind, long number) {
        int row = row(kind, number);
        return row >= 0 && catalog.present(row) ? row : -1;
    }

    /** The row of a record, made when it was never heard of. Called by events only. */
    public int ensure(RecordKind kind, long number) {
        int row = row(kind, number);
        if (row < 0) {
            row = catalog.add(kind.value(), number);
            rows.put(key(kind.value(), number), row);
        }
        return row;
    }

    /** The share of a show on an allocation, or -1. */
    public int share(int showRow, int allocationRow) {
        return (int) shares.get(key(showRow, allocationRow));
    }

    /** The share of a show on an allocation, made when there was none. Called by events only. */
    public int ensureShare(int showRow, int allocationRow) {
        int row = share(showRow, allocationRow);
        if (row < 0) {
            row = catalog.add(CatalogTable.SHARE, 0);
            catalog.showRow(row, showRow);
            catalog.parentRow(row, allocationRow);
            addShare(row);
        }
        return row;
    }

    /** Rows of the shares of an allocation, in the order they were made. Not to be changed. */
    public int[] sharesOf(int allocationRow) {
        return allocationRow >= 0 && allocationRow < sharesOfAllocation.length
                ? sharesOfAllocation[allocationRow]
                : NONE;
    }

    /** The raw record of a row. */
    public byte[] record(int row) {
        return records.get(row);
    }

    void rebuild() {
        rows.clear();
        shares.clear();
        sharesOfAllocation = new int[0][];
        for (int row = 0; row < catalog.rowCount(); row++) {
            if (catalog.kind(row) == CatalogTable.SHARE) {
                addShare(row);
            } else {
                rows.put(key(catalog.kind(row), catalog.number(row)), row);
            }
        }
    }

    private void addShare(int row) {
        int allocation = catalog.parentRow(row);
        shares.put(key(catalog.showRow(row), allocation), row);
        if (allocation >= sharesOfAllocation.length) {
            int before = sharesOfAllocation.length;
            sharesOfAllocation = Arrays.copyOf(sharesOfAllocation, allocation + 1);
            Arrays.fill(sharesOfAllocation, before, allocation + 1, NONE);
        }
        int[] known = sharesOfAllocation[allocation];
        int[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = row;
        sharesOfAllocation[allocation] = more;
    }

    private static long key(long high, long low) {
        return high << 48 | low;
    }
}
