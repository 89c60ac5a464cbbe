package io.cuegrid.api.token;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The file {@code secret} of a home: one line, readable by its owner only. Every process of a home reads it; the first
 * one makes it. Threading: any thread and any number of processes; the file appears whole or not at all.
 */
public final class SecretFile {
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(OWNER_READ, OWNER_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private SecretFile() {}

    /**
     * Reads the secret and makes the file first when it is not there.
     *
     * @throws IOException with a sentence when it cannot be made or read, or others may read it
     */
    public static Secret readOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            create(file);
        }
        return read(file);
    }

    /**
     * Reads the secret.
     *
     * @throws IOException with a sentence when it is not there, cannot be read, others may read it, or it is no secret
     */
    public static Secret read(Path file) throws IOException {
        String text;
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new IOException("the secret " + file + " is not a file");
            }
            refuseOtherReaders(file);
            if (Files.size(file) > Secret.MAX_LENGTH) {
                throw new IOException("the secret " + file + " is larger than " + Secret.MAX_LENGTH + " bytes");
            }
            text = Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "there is no secret at " + file + ": start the grid there once, or copy the grid's secret to it",
                    missing);
        }
        try {
            return new Secret(text);
        } catch (IllegalArgumentException tooShort) {
            throw new IOException("bad secret in " + file + ": " + tooShort.getMessage(), tooShort);
        }
    }

    private static void refuseOtherReaders(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException noPosix) {
            return;
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(EnumSet.allOf(PosixFilePermission.class));
        others.removeAll(EnumSet.of(OWNER_READ, OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        others.retainAll(permissions);
        if (!others.isEmpty()) {
            throw new IOException("the secret " + file + " has mode " + PosixFilePermissions.toString(permissions)
                    + ": others can reach it; run chmod 600 on it, and make a new one if it may have been read");
        }
    }

    /** Written beside and linked to its name: whoever comes second finds a whole file and leaves it alone. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Files.createDirectories(folder);
        Path draft = createDraft(folder);
        try {
            write(draft);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            throw new IOException("the file system of " + folder + " has no hard links; put the secret there by hand");
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path createDraft(Path folder) throws IOException {
        try {
            return Files.createTempFile(folder, ".secret", "", MODE_0600);
        } catch (UnsupportedOperationException noPosix) {
            return Files.createTempFile(folder, ".secret", "");
        }
    }

    private static void write(Path draft) throws IOException {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        ByteBuffer text =
                ByteBuffer.wrap((HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
    }
}
