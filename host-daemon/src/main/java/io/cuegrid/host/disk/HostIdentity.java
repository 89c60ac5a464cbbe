package io.cuegrid.host.disk;

import io.cuegrid.host.ExitStatus;
import io.cuegrid.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this daemon is, so that the grid can tell a daemon that was started again from one that was slow.
 *
 * @param hostId made once, kept on disk; never the host's name
 * @param incarnation rises by one at each start
 */
public record HostIdentity(String hostId, long incarnation) {

    /** Reads the identity and raises the incarnation, on disk before it is used. */
    public static HostIdentity next(Path folder) {
        try {
            Path idFile = folder.resolve("host-id");
            if (!Files.exists(idFile)) {
                DurableFiles.write(idFile, UUID.randomUUID() + "\n");
            }
            String hostId = UUID.fromString(Files.readString(idFile).strip()).toString();
            Path incarnationFile = folder.resolve("incarnation");
            long last = Files.exists(incarnationFile)
                    ? Long.parseLong(Files.readString(incarnationFile).strip())
                    : 0;
            DurableFiles.write(incarnationFile, (last + 1) + "\n");
            return new HostIdentity(hostId, last + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw new HostException(
                    ExitStatus.MACHINE,
                    "the host's identity in " + folder + " cannot be read or written (" + e.getMessage()
                            + "): mend the files host-id and incarnation, or choose another --name");
        }
    }
}
