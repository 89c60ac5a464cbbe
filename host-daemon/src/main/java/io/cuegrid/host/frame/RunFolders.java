package io.cuegrid.host.frame;

import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.host.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folders of all runs. @param bootId of this boot, kept with each run: after a reboot its processes are gone */
public record RunFolders(Path path, String bootId) {

    /** Lets accounts that frames run as reach their own run's folder, and see no other's. */
    public RunFolders {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be prepared", e);
        }
    }

    RunFolder folder(long proc) {
        return new RunFolder(path, proc);
    }

    /** The order of a run, or null when its folder was not finished before a crash. */
    public @Nullable LaunchOrder order(long proc) throws IOException {
        return folder(proc).order();
    }

    public void remove(long proc) throws IOException {
        folder(proc).remove();
    }

    /** Makes the folders that were created since the last call durable. */
    public void sync() throws IOException {
        DurableFiles.syncFolder(path);
    }

    /** Procs that an earlier daemon left here. */
    public List<Long> left() throws IOException {
        List<Long> procs = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches("[0-9]{1,19}")) {
                    procs.add(Long.parseUnsignedLong(name));
                }
            }
        }
        return procs;
    }
}
