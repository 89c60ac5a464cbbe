package io.cuegrid.host.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that are there whole or not at all, even after a power cut: written beside, synced, renamed, and the folder
 * synced.
 */
public final class DurableFiles {
    private static final String PART = ".part";

    private DurableFiles() {}

    /** Writes or replaces a file; returns when it is on disk. */
    public static void write(Path file, byte[] content) throws IOException {
        writeUnsyncedFolder(file, content);
        syncFolder(file.getParent());
    }

    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** As write, for several files of one folder: the caller syncs the folder once, after the last. */
    public static void writeUnsyncedFolder(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, content);
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a file that readers must see whole but that need not survive a power cut. */
    public static void writeWhole(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Appends and syncs. */
    public static void append(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            writeAll(channel, text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    public static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Reads a small file that may belong to somebody else: a plain file only, no link followed.
     *
     * @return its text without the last line end; null when there is no such plain file, it is larger than limitBytes
     *     or its last line is not complete
     */
    public static @Nullable String readLines(Path file, int limitBytes) throws IOException {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            try (SeekableByteChannel channel =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                ByteBuffer buffer = ByteBuffer.allocate(limitBytes + 1);
                int read = 0;
                while (read >= 0 && buffer.hasRemaining()) {
                    read = channel.read(buffer);
                }
                int length = buffer.position();
                boolean whole = length > 0 && length <= limitBytes && buffer.get(length - 1) == '\n';
                return whole ? new String(buffer.array(), 0, length - 1, StandardCharsets.UTF_8) : null;
            }
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /**
     * Removes a folder with all in it. It may be full of somebody else's files who changes them meanwhile, so each folder
     * is held open while it is emptied and no link is ever followed. What is gone already is no error.
     */
    public static void removeTree(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        Path name = folder.getFileName();
        if (parent == null || name == null || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            if (!(entries instanceof SecureDirectoryStream<Path> held)) {
                throw new IOException("the file system of " + parent + " does not allow a safe removal");
            }
            remove(held, name);
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try {
            if (parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory()) {
                try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    for (Path entry : folder) {
                        remove(folder, entry.getFileName());
                    }
                }
                parent.deleteDirectory(name);
            } else {
                parent.deleteFile(name);
            }
        } catch (NoSuchFileException gone) {
            // somebody was faster: what was wanted
            return;
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
