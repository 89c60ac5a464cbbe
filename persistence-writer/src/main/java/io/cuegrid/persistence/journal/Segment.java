package io.cuegrid.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment of a journal: a folder with a Chronicle queue and a small file that says which state it begins after.
 * Segments are numbered in the order in which they were begun; only the last one is ever appended to, and only by the
 * process that began it.
 *
 * @param number from 1
 * @param start how the replica came to its state
 * @param epochNumber of the replica when the segment began
 * @param leaderHigh of that epoch
 * @param leaderLow of that epoch
 * @param sequence of the replica when the segment began: the first batch in it is the next one
 */
public record Segment(
        Path folder,
        long number,
        SegmentStart start,
        long epochNumber,
        long leaderHigh,
        long leaderLow,
        long sequence) {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    private static final String INFO_FILE = "segment";
    private static final Pattern FOLDER_NAME = Pattern.compile("[0-9]{8}");
    /** Raised when the events or the layout of a segment can no longer be read by the code before. */
    static final int FORMAT = 4;

    private static final Pattern FIRST_LINE = Pattern.compile("cuegrid-journal-segment (\\d+)\\n[\\s\\S]*");
    private static final Pattern INFO = Pattern.compile("cuegrid-journal-segment " + FORMAT
            + "\\nstart (\\w+)\\nepoch (\\d+) (-?\\d+) (-?\\d+)\\nsequence (\\d+)\\n");

    /**
     * Refuses a machine's folder that another version of cuegrid wrote: leaving such segments out would lose what was
     * acknowledged.
     *
     * @throws IOException with the file, both formats and what can be done
     */
    static void requireReadable(Path machineFolder) throws IOException {
        for (Path folder : folders(machineFolder)) {
            Path file = folder.resolve(INFO_FILE);
            Matcher line = FIRST_LINE.matcher(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "");
            if (line.matches() && !line.group(1).equals(Integer.toString(FORMAT))) {
                throw new IOException(file + " was written by another version of cuegrid (journal format "
                        + line.group(1) + ", this one reads " + FORMAT
                        + "): start that version on this home, or give this one another home");
            }
        }
    }

    /** All readable segments of a machine, in order. A folder without a readable file was never appended to. */
    public static List<Segment> list(Path machineFolder) throws IOException {
        List<Segment> segments = new ArrayList<>();
        if (!Files.isDirectory(machineFolder)) {
            return segments;
        }
        for (Path folder : folders(machineFolder)) {
            Path file = folder.resolve(INFO_FILE);
            if (!Files.exists(file)) {
                continue;
            }
            Matcher info = INFO.matcher(Files.readString(file, StandardCharsets.UTF_8));
            if (!info.matches()) {
                LOG.warn("{} is not readable; the segment is left out", file);
                continue;
            }
            segments.add(new Segment(
                    folder,
                    Long.parseLong(folder.getFileName().toString()),
                    SegmentStart.valueOf(info.group(1)),
                    Long.parseLong(info.group(2)),
                    Long.parseLong(info.group(3)),
                    Long.parseLong(info.group(4)),
                    Long.parseLong(info.group(5))));
        }
        return segments;
    }

    /** The number of the newest readable segment, 0 for none. */
    static long newest(Path machineFolder) throws IOException {
        List<Segment> segments = list(machineFolder);
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).number();
    }

    /** The largest number of a segment's folder, readable or not yet; 0 for none. Opens no file. */
    static long newestFolder(Path machineFolder) throws IOException {
        List<Path> all = folders(machineFolder);
        return all.isEmpty() ? 0 : number(all.get(all.size() - 1));
    }

    private static long number(Path folder) {
        return Long.parseLong(folder.getFileName().toString());
    }

    private static List<Path> folders(Path machineFolder) throws IOException {
        try (Stream<Path> entries = Files.list(machineFolder)) {
            return entries.filter(path ->
                            FOLDER_NAME.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Makes the folder of the next segment, with its file on the disk before anything is appended. */
    static Segment begin(
            Path machineFolder, SegmentStart start, long epochNumber, long leaderHigh, long leaderLow, long sequence)
            throws IOException {
        Files.createDirectories(machineFolder);
        long number = 1;
        for (Path folder : folders(machineFolder)) {
            number = Math.max(number, Long.parseLong(folder.getFileName().toString()) + 1);
        }
        Path folder = machineFolder.resolve(String.format(Locale.ROOT, "%08d", number));
        Files.createDirectory(folder);
        String info = "cuegrid-journal-segment " + FORMAT + "\nstart " + start + "\nepoch " + epochNumber + " "
                + leaderHigh + " " + leaderLow + "\nsequence " + sequence + "\n";
        Path draft = folder.resolve(INFO_FILE + ".new");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(info.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(draft, folder.resolve(INFO_FILE), StandardCopyOption.ATOMIC_MOVE);
        DiskSync.force(folder);
        DiskSync.force(machineFolder);
        return new Segment(folder, number, start, epochNumber, leaderHigh, leaderLow, sequence);
    }
}
