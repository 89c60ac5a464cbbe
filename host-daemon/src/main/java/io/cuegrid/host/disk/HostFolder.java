package io.cuegrid.host.disk;

import io.cuegrid.host.ExitStatus;
import io.cuegrid.host.HostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one daemon, {@code <home>/hosts/<name>}, held under a lock as long as the process lives.
 *
 * <pre>
 *   lock  host-id  incarnation  fence  procs  lease
 *   documents/&lt;job id&gt;      runs/&lt;proc&gt;/…      completions/&lt;proc&gt;
 * </pre>
 */
public final class HostFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private HostFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws HostException when the folder cannot be written or another daemon holds it */
    public static HostFolder open(Path home, String hostName) {
        Path path = home.resolve("hosts").resolve(hostName);
        try {
            for (String folder : new String[] {"documents", "runs", "completions"}) {
                Files.createDirectories(path.resolve(folder));
            }
            for (String folder : new String[] {"documents", "completions"}) {
                Files.setPosixFilePermissions(path.resolve(folder), PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel lockFile = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                lockFile.close();
                throw new HostException(
                        ExitStatus.RUNNING_ALREADY,
                        "a host daemon named " + hostName + " runs already in " + home
                                + ": stop it first, or start this one with another --name");
            }
            return new HostFolder(path, lockFile, lock);
        } catch (IOException e) {
            throw new HostException(
                    ExitStatus.MACHINE,
                    "the daemon's folder " + path + " cannot be made or written (" + e.getMessage()
                            + "): give this account the right to write there, or choose another --home");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    public Path runs() {
        return path.resolve("runs");
    }

    public Path lease() {
        return path.resolve("lease");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
