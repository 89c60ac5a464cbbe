package io.cuegrid.persistence.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the room left on the disk of the journals.
 *
 * <p>Threading: {@link #check} by one thread (the syncer's), {@link #state} and {@link #usableBytes} by any.
 */
public final class DiskReserve {
    private final FileStore store;
    private final long reserveBytes;
    private volatile DiskState state = DiskState.OK;
    private volatile long usableBytes;

    public DiskReserve(Path folder, long reserveBytes) throws IOException {
        this.store = Files.getFileStore(folder);
        this.reserveBytes = reserveBytes;
        check();
    }

    /** Looks again. */
    public void check() throws IOException {
        usableBytes = store.getUsableSpace();
        state = stateOf(usableBytes, reserveBytes);
    }

    static DiskState stateOf(long usableBytes, long reserveBytes) {
        if (usableBytes >= reserveBytes) {
            return DiskState.OK;
        }
        return usableBytes >= reserveBytes / 2 ? DiskState.FULL : DiskState.STEP_DOWN;
    }

    public DiskState state() {
        return state;
    }

    public long usableBytes() {
        return usableBytes;
    }

    public long reserveBytes() {
        return reserveBytes;
    }
}
