package io.cuegrid.persistence.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/** The sequence that each file of a segment begins with, without reading the files. */
final class FirstSequences {
    private static final FirstSequences NONE = new FirstSequences(Map.of());
    private final Map<String, Long> byFile;

    private FirstSequences(Map<String, Long> byFile) {
        this.byFile = byFile;
    }

    static FirstSequences none() {
        return NONE;
    }

    static FirstSequences of(Segment segment) {
        Map<String, Long> byFile = new TreeMap<>();
        try (SingleChronicleQueue queue = SegmentQueue.openToRead(segment.folder());
                ExcerptTailer tailer = queue.createTailer()) {
            for (int cycle = queue.firstCycle(); cycle <= queue.lastCycle(); cycle++) {
                if (!tailer.moveToCycle(cycle)) {
                    continue;
                }
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent() && document.wire() != null) {
                        Bytes<?> bytes = document.wire().bytes();
                        long sequence = bytes.readLong(bytes.readPosition() + BatchFrame.SEQUENCE_OFFSET);
                        byFile.put(tailer.currentFile().getName(), sequence);
                    }
                }
            }
        }
        return new FirstSequences(byFile);
    }

    /** @return 0 when it is not known */
    long firstOf(Path file) {
        return byFile.getOrDefault(file.getFileName().toString(), 0L);
    }
}
