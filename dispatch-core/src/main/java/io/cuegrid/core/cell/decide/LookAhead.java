package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameCompleteDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.ProcStartedDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads what the next completions will need before the first of them is decided. The rows of procs that end together lie
 * far apart, and each leads to the next (proc, job, frame): decided one by one, every step of every completion waits for
 * memory; read step by step for all of them, the processor fetches them side by side. Of confirmations the proc
 * and its host are read.
 *
 * <p>Threading: that of the cell. Changes nothing; allocates nothing.
 */
public final class LookAhead {
    /** Commands read ahead at one time; as many as a replica hands over. More are not read ahead. */
    private static final int COMMANDS_MAX = 32;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final CellState state;
    private final BookingIndex index;
    private final int[] procs = new int[COMMANDS_MAX];
    private final int[] frames = new int[COMMANDS_MAX];
    /** What was read; it means nothing, but without it the compiler would not read. */
    @SuppressWarnings("unused")
    private long read;

    public LookAhead(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    /** @param offsets where the commands begin, headers included */
    public void fetch(DirectBuffer buffer, int[] offsets, int count) {
        long sum = 0;
        int completed = 0;
        int confirmed = COMMANDS_MAX;
        for (int i = 0; i < Math.min(count, COMMANDS_MAX); i++) {
            int body = offsets[i] + HEADER;
            int template = buffer.getShort(offsets[i] + MessageHeaderDecoder.templateIdEncodingOffset());
            if (template == FrameCompleteDecoder.TEMPLATE_ID) {
                int proc = state.procs.row(buffer.getLong(body + FrameCompleteDecoder.procNumberEncodingOffset()));
                if (proc >= 0) {
                    procs[completed++] = proc;
                    sum += state.hostProcs.fetch(proc);
                }
            } else if (template == ProcStartedDecoder.TEMPLATE_ID) {
                int proc = state.procs.row(buffer.getLong(body + ProcStartedDecoder.procNumberEncodingOffset()));
                if (proc >= 0) {
                    procs[--confirmed] = proc;
                }
            }
        }
        for (int i = confirmed; i < COMMANDS_MAX; i++) {
            sum += state.hosts.fetch(state.procs.hostRow(procs[i]));
        }
        read = sum + fetchRuns(completed);
    }

    private long fetchRuns(int found) {
        long sum = 0;
        for (int i = 0; i < found; i++) {
            int proc = procs[i];
            int layer = state.procs.layerRow(proc);
            int job = state.procs.jobRow(proc);
            int host = state.procs.hostRow(proc);
            sum += index.fetchHost(host)
                    + state.hosts.fetchTwo(host)
                    + state.jobs.fetchTwo(job)
                    + state.layers.fetchTwo(layer)
                    + state.jobTotals.fetch(job)
                    + state.layerTotals.fetch(layer);
            frames[i] = state.jobs.frameBase(job) + state.procs.frameOrdinal(proc);
        }
        for (int i = 0; i < found; i++) {
            sum += state.frames.fetch(frames[i]);
        }
        return sum;
    }
}
