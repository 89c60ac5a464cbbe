package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RelieveHostDecoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * Ends runs of a host whose memory runs out, before its kernel does: first those that use more than they reserved, the one
 * that is furthest above first, then the youngest, whose loss costs least. Who was above its reservation asks for more next
 * time; who was not goes back to WAITING and is charged no retry. What is being killed already counts as freed.
 *
 * <p>Threading: that of the cell.
 */
final class MemoryPressure {
    /** Runs ended for one command; if that was not enough the next heartbeat says so. */
    static final int KILLS_MAX = 5;

    private static final byte[] NOBODY = new byte[0];

    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private int[] procs = new int[64];
    private long[] usedKib = new long[64];
    private int count;

    MemoryPressure(CellState state, Emitter out, FrameEmitter frameEvents) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
    }

    void decide(RelieveHostDecoder command) {
        int host = state.hosts.row(command.hostNumber());
        if (host < 0) {
            throw Refused.notFound("there is no host " + command.hostNumber());
        }
        if (state.hosts.incarnation(host) == command.incarnation()) {
            relieve(host, command.missingKib(), command.procs());
        }
        out.ok(command.correlationId(), command.hostNumber());
    }

    private void relieve(int host, long missingKib, RelieveHostDecoder.ProcsDecoder reported) {
        long missing = missingKib - read(host, reported);
        for (int kills = 0; kills < KILLS_MAX && missing > 0 && count > 0; kills++) {
            int worst = 0;
            for (int i = 1; i < count; i++) {
                if (isBefore(i, worst)) {
                    worst = i;
                }
            }
            int proc = procs[worst];
            missing -= usedKib[worst];
            frameEvents.killRequested(
                    proc,
                    excess(worst) > 0 ? StopCause.MEMORY : StopCause.UNBOOKED,
                    NOBODY,
                    Texts.utf8("host " + state.hostName(host) + " is short of memory; the run uses " + usedKib[worst]
                            + " KiB and reserved " + state.procs.memoryKib(proc) + " KiB"));
            count--;
            procs[worst] = procs[count];
            usedKib[worst] = usedKib[count];
            out.step(1);
        }
    }

    /** Keeps what may be ended. @return KiB that kills asked for before will free */
    private long read(int host, RelieveHostDecoder.ProcsDecoder reported) {
        count = 0;
        long freed = 0;
        while (reported.hasNext()) {
            reported.next();
            int proc = state.procs.row(reported.procNumber());
            if (proc < 0 || state.procs.hostRow(proc) != host) {
                continue;
            }
            if (state.procs.killRequested(proc)) {
                freed += reported.usedKib();
                continue;
            }
            if (count == procs.length) {
                procs = java.util.Arrays.copyOf(procs, count * 2);
                usedKib = java.util.Arrays.copyOf(usedKib, count * 2);
            }
            procs[count] = proc;
            usedKib[count++] = reported.usedKib();
        }
        return freed;
    }

    private boolean isBefore(int candidate, int best) {
        long candidateExcess = excess(candidate);
        long bestExcess = excess(best);
        if (candidateExcess != bestExcess) {
            return candidateExcess > bestExcess;
        }
        return state.procs.number(procs[candidate]) > state.procs.number(procs[best]);
    }

    /** KiB above the reservation; 0: within it. */
    private long excess(int i) {
        return Math.max(0, usedKib[i] - state.procs.memoryKib(procs[i]));
    }
}
