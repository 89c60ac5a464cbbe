package io.cuegrid.persistence.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Forces files and folders to the disk. Stateless. */
public final class DiskSync {
    private DiskSync() {}

    /** Forces what was written to a file, mapped pages included, or a folder's entries. */
    public static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(false);
        }
    }
}
