package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.StopProcDecoder;
import io.cuegrid.core.sbe.UnbookProcDecoder;

/**
 * What people and nodes ask of single procs.
 *
 * <p>Threading: that of the cell.
 */
final class ProcDecisions {
    private static final byte[] NOTHING = new byte[0];

    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final RedirectDecisions redirects;

    ProcDecisions(CellState state, Emitter out, FrameEmitter frameEvents, RedirectDecisions redirects) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
        this.redirects = redirects;
    }

    void decide(UnbookProcDecoder command) {
        int proc = state.procs.row(command.procNumber());
        if (proc < 0) {
            throw Refused.notFound("there is no proc " + command.procNumber());
        }
        if (command.redirectJobNumber() != 0 || command.redirectFolderNumber() != 0) {
            redirects.redirect(proc, command.redirectJobNumber(), command.redirectFolderNumber());
        } else if (!state.procs.unbooked(proc)) {
            frameEvents.procChanged(proc, true, 0, 0, false);
        }
        if (command.kill().value() != 0 && !state.procs.killRequested(proc)) {
            frameEvents.killRequested(proc, StopCause.UNBOOKED, NOTHING, NOTHING);
        }
        out.ok(command.correlationId(), command.procNumber());
    }

    /** A proc that is gone, or is being killed already, is left alone. */
    void decide(StopProcDecoder command) {
        int proc = state.procs.row(command.procNumber());
        if (proc >= 0 && !state.procs.killRequested(proc)) {
            StopCause cause = command.cause();
            switch (cause) {
                case TIMEOUT, LLU_TIMEOUT, MEMORY, NIMBY -> frameEvents.killRequested(proc, cause, NOTHING, NOTHING);
                case COMPLETED,
                        KILLED_BY_USER,
                        RETRIED,
                        EATEN,
                        JOB_KILLED,
                        HOST_LOST,
                        HOST_REBOOTED,
                        ORDER_REFUSED,
                        NEVER_STARTED,
                        UNBOOKED,
                        NULL_VAL ->
                    throw Refused.invalid(
                            "a node stops a proc for TIMEOUT, LLU_TIMEOUT, MEMORY or NIMBY, not for " + cause);
            }
        }
        out.ok(command.correlationId(), command.procNumber());
    }
}
