package io.cuegrid.persistence.journal;

import io.cuegrid.core.sbe.BatchHeaderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what a machine's journal no longer needs. Two things need it: a recovery, from the oldest snapshot that is kept,
 * and history, from the last batch that it has. A file goes when both are past its last batch; the newest file of the last
 * segment always stays.
 */
final class JournalRetention {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);

    private final Path machineFolder;

    JournalRetention(Path machineFolder) {
        this.machineFolder = machineFolder;
    }

    int retain(long snapshotSegment, long snapshotSequence, long historySequence) throws IOException {
        List<Segment> segments = Segment.list(machineFolder);
        int deleted = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean isLast = i == segments.size() - 1;
            long covered = segment.number() < snapshotSegment
                    ? Long.MAX_VALUE
                    : segment.number() == snapshotSegment ? snapshotSequence : 0;
            deleted += deleteFiles(segment, Math.min(covered, historySequence), isLast);
        }
        return deleted;
    }

    private static int deleteFiles(Segment segment, long doneSequence, boolean isLast) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(segment.folder())) {
            files = entries.filter(path -> path.toString().endsWith(SegmentQueue.FILE_SUFFIX))
                    .sorted()
                    .toList();
        }
        if (!isLast && (files.isEmpty() || lastSequence(segment) <= doneSequence)) {
            deleteFolder(segment.folder());
            LOG.info("journal segment {} is no longer needed and was deleted", segment.folder());
            return files.size();
        }
        int deleted = 0;
        FirstSequences firsts = files.size() < 2 ? FirstSequences.none() : FirstSequences.of(segment);
        for (int i = 0; i + 1 < files.size(); i++) {
            long lastInFile = firsts.firstOf(files.get(i + 1)) - 1;
            if (lastInFile < 0 || lastInFile > doneSequence) {
                break;
            }
            Files.delete(files.get(i));
            deleted++;
        }
        return deleted;
    }

    private static long lastSequence(Segment segment) {
        try (SegmentReader reader = new SegmentReader(segment)) {
            BatchHeaderDecoder header = reader.header();
            long last = segment.sequence();
            while (reader.next()) {
                last = Math.max(last, header.sequence());
            }
            return last;
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            // the file that says what the segment is goes last: a half-deleted one is still known
            for (Path path : entries.sorted(Comparator.comparing(
                            (Path path) -> path.getFileName().toString().equals("segment")))
                    .toList()) {
                Files.delete(path);
            }
        }
        Files.delete(folder);
    }
}
