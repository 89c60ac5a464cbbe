package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;

/** What can be read of a cell, row by row. */
abstract class FarmReads extends FarmCell {
    FarmReads(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
        super(maxHosts, maxJobs, maxFrames, machines);
    }

    /** Reads all rows of a query, slice by slice. */
    void read(Consumer<QueryEncoder> query, Consumer<MessageListReader> row) {
        read(cell, query, row);
    }

    static void read(StateMachine from, Consumer<QueryEncoder> query, Consumer<MessageListReader> row) {
        long cursor = 0;
        while (cursor >= 0) {
            ExpandableArrayBuffer request = new ExpandableArrayBuffer();
            QueryEncoder encoder = new QueryEncoder()
                    .wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
                    .layerIndex(-1)
                    .includeFinished(BooleanType.T)
                    .recordKind(RecordKind.NONE);
            query.accept(encoder);
            encoder.cursor(cursor).maxRows(500);
            int end = encoder.limit();
            if (end == MessageHeaderEncoder.ENCODED_LENGTH + QueryEncoder.BLOCK_LENGTH) {
                encoder.name("");
            }
            MessageListWriter rows = new MessageListWriter(4096);
            from.read(request, 0, encoder.limit(), 200, rows);
            MessageListReader reader = new MessageListReader().wrap(rows.buffer(), 0, rows.length());
            assertThat(reader.next()).isTrue();
            QueryResultDecoder result = new QueryResultDecoder()
                    .wrapAndApplyHeader(reader.buffer(), reader.offset(), new MessageHeaderDecoder());
            cursor = result.nextCursor();
            int count = 0;
            while (reader.next()) {
                row.accept(reader);
                count++;
            }
            assertThat(count).isEqualTo(result.rows());
        }
    }

    JobRowDecoder jobRow(long job) {
        JobRowDecoder[] found = new JobRowDecoder[1];
        read(q -> q.kind(QueryKind.JOBS).jobNumber(job), r -> found[0] = wrap(new JobRowDecoder(), r));
        assertThat(found[0]).as("job " + job).isNotNull();
        return found[0];
    }

    private static JobRowDecoder wrap(JobRowDecoder decoder, MessageListReader row) {
        return decoder.wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
    }

    JobState jobState(long job) {
        return jobRow(job).jobState();
    }

    LayerRowDecoder layerRow(long job, int layer) {
        LayerRowDecoder[] found = new LayerRowDecoder[1];
        read(
                q -> q.kind(QueryKind.LAYERS).jobNumber(job).layerIndex(layer),
                r -> found[0] =
                        new LayerRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder()));
        return found[0];
    }

    FrameRowDecoder frameRow(long job, int ordinal) {
        return frameRows(job).get(ordinal);
    }

    List<FrameRowDecoder> frameRows(long job) {
        List<FrameRowDecoder> found = new ArrayList<>();
        read(
                q -> q.kind(QueryKind.FRAMES).jobNumber(job),
                r -> found.add(
                        new FrameRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder())));
        return found;
    }

    FrameState frameState(long job, int ordinal) {
        return frameRow(job, ordinal).frameState();
    }

    HostRowDecoder hostRow(long host) {
        HostRowDecoder[] found = new HostRowDecoder[1];
        read(
                q -> q.kind(QueryKind.HOSTS).hostNumber(host),
                r -> found[0] =
                        new HostRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder()));
        assertThat(found[0]).as("host " + host).isNotNull();
        return found[0];
    }

    UsageRowDecoder usage(RecordKind kind, long number) {
        UsageRowDecoder[] found = new UsageRowDecoder[1];
        read(q -> q.kind(QueryKind.USAGE), r -> {
            UsageRowDecoder row =
                    new UsageRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
            if (row.kind() == kind && row.number() == number) {
                found[0] = row;
            }
        });
        assertThat(found[0]).as(kind + " " + number).isNotNull();
        return found[0];
    }

    /** A cell restored from a snapshot of this one. */
    StateMachine restored() {
        MemorySnapshot snapshot = new MemorySnapshot();
        cell.snapshot(snapshot);
        StateMachine copy = machines.get();
        copy.restore(snapshot.reader());
        return copy;
    }
}
