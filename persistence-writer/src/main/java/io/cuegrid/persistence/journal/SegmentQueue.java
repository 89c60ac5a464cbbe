package io.cuegrid.persistence.journal;

import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** How the queue of a segment is opened, always in the same way. Stateless. */
final class SegmentQueue {
    /** Files of five minutes: what is no longer needed goes in pieces of that size. */
    static final RollCycles ROLL_CYCLE = RollCycles.FIVE_MINUTELY;
    /** Mapped at a time and sparse on the disk; an excerpt may take a quarter of it. */
    private static final long BLOCK_BYTES = 32L << 20;

    static final String FILE_SUFFIX = ".cq4";

    private SegmentQueue() {}

    static SingleChronicleQueue openToRead(Path folder) {
        return builder(folder).readOnly(true).build();
    }

    /** @param time decides when a new file begins */
    static SingleChronicleQueue openToAppend(Path folder, TimeProvider time) {
        return builder(folder).timeProvider(time).build();
    }

    private static SingleChronicleQueueBuilder builder(Path folder) {
        return SingleChronicleQueueBuilder.binary(folder).rollCycle(ROLL_CYCLE).blockSize(BLOCK_BYTES);
    }
}
