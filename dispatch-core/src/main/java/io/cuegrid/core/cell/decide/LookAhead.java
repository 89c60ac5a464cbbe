package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameCompleteDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Reads what the next completions will need before the first of them is decided. The rows of procs that end together lie
 * far apart, and each leads to the next (proc, job, frame): decided one by one, every step of every completion waits for
 * memory; read step by step for all of them, the processor fetches them side by side. What was ordered a batch ago is still
 * near: confirmations need nothing of this.
 *
 * <p>Threading: that of the cell. Changes nothing; allocates only while it grows.
 */
public final class LookAhead {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final CellState state;
    private long[] numbers = new long[64];
    private int[] rows = new int[64];
    private int[] frames = new int[64];
    /** What was read; it means nothing, but without it the compiler would not read. */
    @SuppressWarnings("unused")
    private long read;

    public LookAhead(CellState state) {
        this.state = state;
    }

    /** @param offsets where the commands begin, headers included */
    public void fetch(DirectBuffer buffer, int[] offsets, int count) {
        if (count > numbers.length) {
            numbers = Arrays.copyOf(numbers, offsets.length);
            rows = Arrays.copyOf(rows, offsets.length);
            frames = Arrays.copyOf(frames, offsets.length);
        }
        long sum = 0;
        int procs = 0;
        for (int i = 0; i < count; i++) {
            int template = buffer.getShort(offsets[i] + MessageHeaderDecoder.templateIdEncodingOffset());
            if (template == FrameCompleteDecoder.TEMPLATE_ID) {
                numbers[procs] = buffer.getLong(offsets[i] + HEADER + FrameCompleteDecoder.procNumberEncodingOffset());
                sum += state.procs.fetchFiled(numbers[procs++]);
            }
        }
        int found = 0;
        for (int i = 0; i < procs; i++) {
            int row = state.procs.row(numbers[i]);
            if (row >= 0) {
                rows[found++] = row;
                sum += state.procs.fetch(row) + state.hostProcs.fetch(row);
            }
        }
        for (int i = 0; i < found; i++) {
            int proc = rows[i];
            int layer = state.procs.layerRow(proc);
            int job = state.procs.jobRow(proc);
            sum += state.hosts.fetch(state.procs.hostRow(proc))
                    + state.jobs.fetch(job)
                    + state.layers.fetch(layer)
                    + state.jobTotals.fetch(job)
                    + state.layerTotals.fetch(layer);
            frames[i] = state.jobs.frameBase(job) + state.procs.frameOrdinal(proc);
        }
        for (int i = 0; i < found; i++) {
            sum += state.frames.fetch(frames[i]);
        }
        read = sum;
    }
}
