package io.cuegrid.outline.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a program said last, from its log. */
final class LastLine {
    private static final int END_BYTES = 4096;

    private LastLine() {}

    /** @param from bytes that were there before @param otherwise for a log that says nothing or cannot be read */
    static String of(Path file, long from, String otherwise) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(from, log.length() - END_BYTES);
            byte[] end = new byte[(int) Math.max(0, log.length() - start)];
            log.seek(start);
            log.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty() ? otherwise : lines.get(lines.size() - 1);
        } catch (IOException unreadable) {
            return otherwise;
        }
    }
}
