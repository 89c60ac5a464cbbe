package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.columns.BlobPages;
import io.cuegrid.core.cell.columns.Hash;
import io.cuegrid.core.cell.columns.Texts;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Rows by name. The name of a row is one of the texts packed in its value. Several rows may bear one name. Derived.
 *
 * <p>Threading: that of the cell.
 */
public final class NameIndex {
    private static final long SEED = 7;

    private final BlobPages texts;
    private final int textIndex;
    private final Long2LongHashMap heads = new Long2LongHashMap(-1);
    private int[] nextOfName = new int[16];

    NameIndex(BlobPages texts, int textIndex) {
        this.texts = texts;
        this.textIndex = textIndex;
    }

    void add(int row) {
        long hash = hashOf(row);
        if (row >= nextOfName.length) {
            nextOfName = Arrays.copyOf(nextOfName, Math.max(row + 1, nextOfName.length * 2));
        }
        nextOfName[row] = (int) heads.get(hash);
        heads.put(hash, row);
    }

    void remove(int row) {
        long hash = hashOf(row);
        int head = (int) heads.get(hash);
        if (head == row) {
            if (nextOfName[row] < 0) {
                heads.remove(hash);
            } else {
                heads.put(hash, nextOfName[row]);
            }
            return;
        }
        int before = head;
        while (nextOfName[before] != row) {
            before = nextOfName[before];
        }
        nextOfName[before] = nextOfName[row];
    }

    void clear() {
        heads.clear();
    }

    /** The first row with a name, or -1. */
    public int first(byte[] name) {
        return matching((int) heads.get(Hash.mix(SEED, name, 0, name.length)), name);
    }

    /** The next row with the same name, or -1. */
    public int next(int row, byte[] name) {
        return matching(nextOfName[row], name);
    }

    private int matching(int from, byte[] name) {
        int row = from;
        while (row >= 0 && !Texts.equal(texts.get(row), textIndex, name)) {
            row = nextOfName[row];
        }
        return row;
    }

    private long hashOf(int row) {
        byte[] packed = texts.get(row);
        return Hash.mix(SEED, packed, Texts.offset(packed, textIndex), Texts.length(packed, textIndex));
    }
}
