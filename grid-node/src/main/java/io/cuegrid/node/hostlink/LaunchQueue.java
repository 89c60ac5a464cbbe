package io.cuegrid.node.hostlink;

/**
 * Launch orders that wait for their host, as plain numbers in one array, so that the dispatch loop makes no object for an
 * order. The array grows to what once waited and stays until all is {@link #clear given up}.
 *
 * <p>Threading: one thread at a time; the stream's lock sees to it.
 */
final class LaunchQueue {
    private static final int FIELDS = 11;
    private static final int FIRST_CAPACITY = 16;

    private long[] fields = new long[FIRST_CAPACITY * FIELDS];
    private int first;
    private int count;

    void add(
            long procNumber,
            long jobNumber,
            int layerIndex,
            int frameIndex,
            int frameOrdinal,
            int attempt,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            boolean ignoreNimby) {
        int capacity = fields.length / FIELDS;
        if (count == capacity) {
            grow(capacity);
            capacity *= 2;
        }
        int at = (first + count) % capacity * FIELDS;
        fields[at] = procNumber;
        fields[at + 1] = jobNumber;
        fields[at + 2] = layerIndex;
        fields[at + 3] = frameIndex;
        fields[at + 4] = frameOrdinal;
        fields[at + 5] = attempt;
        fields[at + 6] = coreUnits;
        fields[at + 7] = memoryKib;
        fields[at + 8] = gpus;
        fields[at + 9] = gpuMemoryKib;
        fields[at + 10] = ignoreNimby ? 1 : 0;
        count++;
    }

    private void grow(int capacity) {
        long[] larger = new long[2 * fields.length];
        int head = (capacity - first) * FIELDS;
        System.arraycopy(fields, first * FIELDS, larger, 0, head);
        System.arraycopy(fields, 0, larger, head, first * FIELDS);
        fields = larger;
        first = 0;
    }

    /** The oldest, which stays. There must be one. */
    Launch first() {
        int at = first * FIELDS;
        return new Launch(
                fields[at],
                fields[at + 1],
                (int) fields[at + 2],
                (int) fields[at + 3],
                (int) fields[at + 4],
                (int) fields[at + 5],
                (int) fields[at + 6],
                fields[at + 7],
                (int) fields[at + 8],
                fields[at + 9],
                fields[at + 10] != 0);
    }

    void removeFirst() {
        first = (first + 1) % (fields.length / FIELDS);
        count--;
    }

    /** Gives up all that waits, and the room that it took. */
    void clear() {
        fields = new long[FIRST_CAPACITY * FIELDS];
        first = 0;
        count = 0;
    }

    int size() {
        return count;
    }

    /** A launch order as the sender takes it. */
    record Launch(
            long procNumber,
            long jobNumber,
            int layerIndex,
            int frameIndex,
            int frameOrdinal,
            int attempt,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            boolean ignoreNimby) {}
}
