package io.cuegrid.outline.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held by the launcher that a home is up with. The system gives it back when that process ends, however it ends; the pid in the file
 * is for those who want to end it. Threading: one thread.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LaunchException when another launcher holds it */
    static HomeLock take(FarmHome home) {
        home.makeFolders();
        Path file = file(home);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                String holder = pid(file).map(pid -> " (process " + pid + ")").orElse("");
                throw new LaunchException("the home " + home.folder() + " is up already" + holder
                        + ": ./cuegrid status shows how it is, ./cuegrid down ends it");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new HomeLock(channel);
        } catch (IOException failure) {
            throw new LaunchException("cannot lock " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** The process that holds the home now. */
    static Optional<ProcessHandle> holder(FarmHome home) {
        Path file = file(home);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(channel) != null ? Optional.empty() : pid(file).flatMap(ProcessHandle::of);
        } catch (NoSuchFileException neverUp) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new LaunchException("cannot read " + file + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new LaunchException("cannot give the home's lock back: " + failure.getMessage(), failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static Optional<Long> pid(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Path file(FarmHome home) {
        return home.run().resolve("up.lock");
    }
}
