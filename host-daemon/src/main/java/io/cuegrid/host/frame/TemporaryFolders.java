package io.cuegrid.host.frame;

import io.cuegrid.host.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private temporary folder for each run. Removal may take long (renderers leave much behind), so it has a thread. */
public final class TemporaryFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);

    private final Path parent;
    private final ExecutorService remover = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "temporary-folders");
        thread.setDaemon(true);
        return thread;
    });

    public TemporaryFolders(Path parent) {
        this.parent = parent;
    }

    /** Makes one that nobody could have prepared beforehand. */
    Path make(String prefix, FrameAccount account) throws IOException {
        Path folder = Files.createTempDirectory(
                parent, prefix, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!account.isOwn()) {
            Files.setAttribute(folder, "unix:gid", account.gid());
            Files.setAttribute(folder, "unix:uid", account.uid());
        }
        return folder;
    }

    void remove(Path folder) {
        remover.execute(() -> {
            try {
                DurableFiles.removeTree(folder);
            } catch (IOException e) {
                LOG.warn("the temporary folder {} cannot be removed: {}", folder, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        remover.shutdown();
    }
}
