package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.CellRowEncoder;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.LockState;

/**
 * The cell as one row. Looks at every job and host, and hashes the whole state: not for a tight loop.
 *
 * <p>Threading: that of the cell.
 */
final class CellSummary {
    private static final int STATES = 8;

    private final CellState state;
    private final RowSink sink;
    private final CellRowEncoder row = new CellRowEncoder();
    private final long[] frames = new long[STATES];

    CellSummary(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void row(boolean digest) {
        java.util.Arrays.fill(frames, 0);
        int jobs = 0;
        int pending = 0;
        for (int job = 0; job < state.jobs.rowCount(); job++) {
            if (state.jobs.number(job) != 0 && state.jobs.state(job) != JobStates.STARTUP) {
                jobs++;
                boolean isPending = state.jobs.state(job) == JobStates.PENDING;
                pending += isPending ? 1 : 0;
                for (int i = 0; i < STATES; i++) {
                    // a job that was killed keeps frames that will never run: they wait for nothing
                    boolean counts = isPending || (i != FrameStates.WAITING && i != FrameStates.DEPEND);
                    frames[i] += counts ? state.jobs.counts(job, i) : 0;
                }
            }
        }
        int up = 0;
        int down = 0;
        int locked = 0;
        long cores = 0;
        long idle = 0;
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            if (state.hosts.number(host) != 0) {
                boolean isUp = state.hosts.hardwareState(host) == HardwareState.UP.value();
                up += isUp ? 1 : 0;
                down += isUp ? 0 : 1;
                locked += state.hosts.lockState(host) == LockState.OPEN.value() ? 0 : 1;
                cores += state.hosts.coreUnits(host);
                idle += state.hosts.idleCoreUnits(host);
            }
        }
        row.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .epochNumber(0)
                .sequence(0)
                .timeMillis(state.globals.timeMillis())
                .digest(digest ? state.digest() : 0)
                .hosts(state.hosts.live())
                .hostsUp(up)
                .hostsDown(down)
                .hostsLocked(locked)
                .jobs(jobs)
                .jobsPending(pending)
                .frames(state.globals.frames())
                .waiting(frames[FrameStates.WAITING])
                .running(frames[FrameStates.RUNNING])
                .depend(frames[FrameStates.DEPEND])
                .dead(frames[FrameStates.DEAD])
                .succeeded(frames[FrameStates.SUCCEEDED])
                .eaten(frames[FrameStates.EATEN])
                .procs(state.procs.live())
                .coreUnits(cores)
                .idleCoreUnits(idle)
                .booked(state.globals.booked())
                .completed(state.globals.completed())
                .documentBytes(state.globals.documentBytes())
                .directoryVersion(state.globals.directoryVersion());
        sink.commit(CellRowEncoder.BLOCK_LENGTH);
        sink.spend(state.jobs.rowCount() + state.hosts.rowCount());
    }
}
