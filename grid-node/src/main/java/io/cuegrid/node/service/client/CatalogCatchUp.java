package io.cuegrid.node.service.client;

import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.rpc.Problem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Bridges the moment between a change of the directory and its arrival in the cells: who makes a show and launches into
 * it at once must not hear that there is no such show. A command that a cell refuses because it does not know a record is
 * sent once more when the cell has caught up with the directory.
 *
 * <p>Threading: any thread; it blocks the caller's.
 */
public final class CatalogCatchUp {
    /** A cell that leads gets changes within milliseconds, the first ones of a new grid within a second or two. */
    static final long WAIT_MILLIS = 5_000;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MachineClient directory;

    CatalogCatchUp(MachineClient directory) {
        this.directory = directory;
    }

    /** Sends a command that names records of the directory. */
    public CommandReply send(MachineClient cell, CommandEncoding command) {
        CommandReply reply = trySend(cell, command);
        if (reply.code() != ReplyCode.OK) {
            throw Problem.of(reply.code(), reply.detail());
        }
        return reply;
    }

    /** Like {@link #send}, but a refusal is a value. */
    public CommandReply trySend(MachineClient cell, CommandEncoding command) {
        CommandReply reply = cell.trySend(command);
        return reply.code() == ReplyCode.NOT_FOUND && catchesUp(cell) ? cell.trySend(command) : reply;
    }

    /**
     * Waits until the cell knows what the directory knew when this was called. A cell that knows it already may have heard
     * of it since it refused, so that is no reason not to ask again.
     */
    private boolean catchesUp(MachineClient cell) {
        long wanted = versionOf(directory);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        while (versionOf(cell) < wanted) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private static long versionOf(MachineClient machine) {
        long[] version = {0};
        CellRowDecoder row = new CellRowDecoder();
        machine.read(RowQuery.cell(), (buffer, offset, length) -> {
            version[0] = Sbe.wrap(row, buffer, offset).directoryVersion();
            return false;
        });
        return version[0];
    }
}
