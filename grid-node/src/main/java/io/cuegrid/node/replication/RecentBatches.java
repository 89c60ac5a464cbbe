package io.cuegrid.node.replication;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/**
 * The last batches that this member applied to a cell. A lead carries them to the backups, so that one that is short
 * catches up at once instead of waiting for a full copy.
 *
 * <p>Threading: the cell's partition thread.
 */
final class RecentBatches {
    /** One batch is in flight at a time, so a backup that missed its last is short by one; a few more cost little. */
    static final int BATCHES_MAX = 8;
    /** Older ones go first when all together are larger; the newest always stays. */
    static final int BYTES_MAX = 1024 * 1024;

    private final ArrayDeque<byte[][]> batches = new ArrayDeque<>(BATCHES_MAX + 1);
    private int bytes;

    void add(DirectBuffer header, int headerLength, DirectBuffer events, int eventsLength) {
        byte[] headerBytes = new byte[headerLength];
        header.getBytes(0, headerBytes);
        byte[] eventBytes = new byte[eventsLength];
        events.getBytes(0, eventBytes);
        batches.addLast(new byte[][] {headerBytes, eventBytes});
        bytes += headerLength + eventsLength;
        while (batches.size() > BATCHES_MAX || (bytes > BYTES_MAX && batches.size() > 1)) {
            byte[][] oldest = batches.removeFirst();
            bytes -= oldest[0].length + oldest[1].length;
        }
    }

    /** Header and events of each, oldest first. */
    byte[][][] toArray() {
        return batches.toArray(new byte[0][][]);
    }

    void clear() {
        batches.clear();
        bytes = 0;
    }
}
