package io.cuegrid.node.partner;

import io.cuegrid.persistence.journal.DiskSync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The file "partners" in a node's folder: who else holds this grid's state, and whether this node may go on without
 * them. Absent in a node that never had a partner. Written beside, forced to the disk and renamed, so that it is whole
 * whatever happens.
 *
 * <p>Threading: none of its own; {@link Standing} is the one writer.
 */
final class PartnersFile {
    private static final String HEAD = "cuegrid-partners 1";
    private static final String NONE = "-";
    private static final int PARTNER_WORDS = 5;

    private final Path path;

    PartnersFile(Path path) {
        this.path = path;
    }

    /**
     * What a node remembers.
     *
     * @param id of this node's folder, so that a partner whose address changed is known again
     * @param alone everything that was ever acknowledged is in this node's files
     * @param epoch the newest that this node has seen of any cell
     */
    record Memory(String id, boolean alone, long epoch, List<Partner> partners) {
        Memory {
            partners = List.copyOf(partners);
        }
    }

    /** @throws IOException with a sentence when it is there and cannot be read */
    Memory read() throws IOException {
        if (Files.notExists(path)) {
            return new Memory(String.format("%08x", new SecureRandom().nextInt()), false, 0, List.of());
        }
        List<String> lines = Files.readAllLines(path);
        try {
            return parse(lines);
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw new IOException(
                    path + " is damaged (" + damaged.getMessage() + "): it says which other nodes hold this grid's"
                            + " state. Remove it only when this node's journal is known to be the newest",
                    damaged);
        }
    }

    private static Memory parse(List<String> lines) {
        if (!lines.get(0).equals(HEAD)) {
            throw new IllegalArgumentException("it does not begin with '" + HEAD + "'");
        }
        String id = value(lines.get(1), "node");
        String alone = value(lines.get(2), "alone");
        if (!alone.equals("true") && !alone.equals("false")) {
            throw new IllegalArgumentException("alone is '" + alone + "'");
        }
        long epoch = Long.parseLong(value(lines.get(3), "epoch"));
        List<Partner> partners = new ArrayList<>();
        for (String line : lines.subList(4, lines.size())) {
            String[] words = line.split(" ");
            if (words.length != PARTNER_WORDS || !words[0].equals("partner")) {
                throw new IllegalArgumentException("line '" + line + "'");
            }
            partners.add(new Partner(plain(words[1]), plain(words[2]), words[3], plain(words[4])));
        }
        return new Memory(id, Boolean.parseBoolean(alone), epoch, partners);
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key + " ")) {
            throw new IllegalArgumentException("'" + line + "' where '" + key + "' is expected");
        }
        return line.substring(key.length() + 1);
    }

    private static String plain(String word) {
        return word.equals(NONE) ? "" : word;
    }

    private static String word(String text) {
        return text.isEmpty() ? NONE : text;
    }

    /** Returns when it is on the disk. Who has no partners and may not do without any has nothing to remember. */
    void write(Memory memory) throws IOException {
        if (memory.partners().isEmpty() && !memory.alone()) {
            Files.deleteIfExists(path);
            return;
        }
        StringBuilder text = new StringBuilder(HEAD)
                .append("\nnode ")
                .append(memory.id())
                .append("\nalone ")
                .append(memory.alone())
                .append("\nepoch ")
                .append(memory.epoch())
                .append('\n');
        for (Partner partner : memory.partners()) {
            text.append("partner ")
                    .append(word(partner.id()))
                    .append(' ')
                    .append(word(partner.name()))
                    .append(' ')
                    .append(partner.memberAddress())
                    .append(' ')
                    .append(word(partner.grpcAddress()))
                    .append('\n');
        }
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DiskSync.force(path.toAbsolutePath().resolveSibling(""));
    }
}
