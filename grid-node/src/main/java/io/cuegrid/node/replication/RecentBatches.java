package io.cuegrid.node.replication;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The last batches that this member applied to a cell. A lead carries them to the backups, so that one that is short
 * catches up at once instead of waiting for a full copy. Its arrays are used again: each batch passes here.
 *
 * <p>Threading: the cell's partition thread.
 */
final class RecentBatches {
    /** One batch is in flight at a time, so a backup that missed its last is short by one; a few more cost little. */
    static final int BATCHES_MAX = 8;
    /** Older ones go first when all together are larger; the newest always stays. */
    static final int BYTES_MAX = 1024 * 1024;

    private final byte[][] headers = new byte[BATCHES_MAX][0];
    private final byte[][] events = new byte[BATCHES_MAX][0];
    private final int[] headerLengths = new int[BATCHES_MAX];
    private final int[] eventsLengths = new int[BATCHES_MAX];
    private int oldest;
    private int count;
    private int bytes;

    void add(DirectBuffer header, int headerLength, DirectBuffer eventBuffer, int eventsLength) {
        if (count == BATCHES_MAX) {
            forgetOldest();
        }
        int slot = (oldest + count) % BATCHES_MAX;
        headers[slot] = roomFor(headers[slot], headerLength);
        header.getBytes(0, headers[slot], 0, headerLength);
        headerLengths[slot] = headerLength;
        events[slot] = roomFor(events[slot], eventsLength);
        eventBuffer.getBytes(0, events[slot], 0, eventsLength);
        eventsLengths[slot] = eventsLength;
        count++;
        bytes += headerLength + eventsLength;
        while (bytes > BYTES_MAX && count > 1) {
            forgetOldest();
        }
    }

    /** The array, or a larger one; one that is far too large is not kept for a small batch. */
    private static byte[] roomFor(byte[] array, int length) {
        return array.length < length || array.length > BYTES_MAX
                ? new byte[Math.max(length, Math.min(BYTES_MAX, length * 2))]
                : array;
    }

    private void forgetOldest() {
        bytes -= headerLengths[oldest] + eventsLengths[oldest];
        oldest = (oldest + 1) % BATCHES_MAX;
        count--;
    }

    /** Header and events of each, oldest first. */
    byte[][][] toArray() {
        byte[][][] all = new byte[count][][];
        for (int i = 0; i < count; i++) {
            int slot = (oldest + i) % BATCHES_MAX;
            all[i] = new byte[][] {
                Arrays.copyOf(headers[slot], headerLengths[slot]), Arrays.copyOf(events[slot], eventsLengths[slot])
            };
        }
        return all;
    }

    void clear() {
        oldest = 0;
        count = 0;
        bytes = 0;
    }
}
