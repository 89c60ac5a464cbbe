package io.cuegrid.persistence.snapshot;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's file, named by where it stands: {@code segment-epoch-sequence.snapshot}.
 *
 * <pre>
 *   magic int64 | format int32 | machine int32 | segment int64 | replica … | length of all before int64 | crc32c int32
 * </pre>
 *
 * All little-endian; the checksum covers everything before itself.
 *
 * @param segment of the journal of this folder, in which the replica was when it was taken
 */
public record SnapshotFile(Path path, long segment, long epochNumber, long sequence) {
    static final long MAGIC = 0x31_50_41_4E_53_47_43L;
    /** Of a state that is written: in a file, and on its way from one member to another. */
    public static final int FORMAT = 4;

    static final int HEADER_BYTES = 24;
    static final int TRAILER_BYTES = 12;

    /** Old to new. A segment begun later always replaces what was before it. */
    static final Comparator<SnapshotFile> OLD_TO_NEW = Comparator.comparingLong(SnapshotFile::segment)
            .thenComparingLong(SnapshotFile::epochNumber)
            .thenComparingLong(SnapshotFile::sequence);

    private static final Pattern NAME = Pattern.compile("(\\d{8})-(\\d{1,18})-(\\d{1,18})\\.snapshot");

    static String name(long segment, long epochNumber, long sequence) {
        return String.format(Locale.ROOT, "%08d-%d-%d.snapshot", segment, epochNumber, sequence);
    }

    /** @return null for a file of another kind */
    static @Nullable SnapshotFile of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? new SnapshotFile(
                        path,
                        Long.parseLong(name.group(1)),
                        Long.parseLong(name.group(2)),
                        Long.parseLong(name.group(3)))
                : null;
    }
}
