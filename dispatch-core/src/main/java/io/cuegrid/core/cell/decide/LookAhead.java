package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameCompleteDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.ProcStartedDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads what the next completions will need before the first of them is decided. The rows of procs that end together lie
 * far apart, and each leads to the next (proc, job, frame): decided one by one, every step of every completion waits for
 * memory; read step by step for all of them, the processor fetches them side by side. Of confirmations only the proc is
 * read: what was ordered a batch ago is still near in all but the largest farms.
 *
 * <p>Threading: that of the cell. Changes nothing; allocates nothing.
 */
public final class LookAhead {
    /** Commands read ahead at one time; as many as a replica hands over. More are not read ahead. */
    private static final int COMMANDS_MAX = 32;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final CellState state;
    private final int[] procs = new int[COMMANDS_MAX];
    private final int[] frames = new int[COMMANDS_MAX];
    /** What was read; it means nothing, but without it the compiler would not read. */
    @SuppressWarnings("unused")
    private long read;

    public LookAhead(CellState state) {
        this.state = state;
    }

    /** @param offsets where the commands begin, headers included */
    public void fetch(DirectBuffer buffer, int[] offsets, int count) {
        long sum = 0;
        int completed = 0;
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
                sum += state.procs.row(buffer.getLong(body + ProcStartedDecoder.procNumberEncodingOffset()));
            }
        }
        read = sum + fetchRuns(completed);
    }

    private long fetchRuns(int found) {
        long sum = 0;
        for (int i = 0; i < found; i++) {
            int proc = procs[i];
            int layer = state.procs.layerRow(proc);
            int job = state.procs.jobRow(proc);
            sum += state.hosts.fetchTwo(state.procs.hostRow(proc))
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
