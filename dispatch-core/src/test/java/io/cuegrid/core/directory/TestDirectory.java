package io.cuegrid.core.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.ChangeCatalogEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryEncoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.QueryResultDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyDecoder;
import io.cuegrid.core.sbe.TickEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/** A directory with a twin that only ever sees the events; every command checks that both have the same digest. */
final class TestDirectory implements DecisionSink {
    static final long START_MILLIS = 1_700_000_000_000L;
    private static final long CORRELATION = 77;

    final Directory directory = new Directory();
    final Directory twin = new Directory();
    final RecordCodec codec = new RecordCodec();
    long timeMillis = START_MILLIS;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final ReplyDecoder reply = new ReplyDecoder();
    private @Nullable Answer answer;
    private int events;

    record Answer(ReplyCode code, long number, long version, String detail, int events) {}

    static TestDirectory seeded(String... facilities) {
        TestDirectory test = new TestDirectory();
        for (CatalogRecord record : Seed.records(List.of(facilities))) {
            test.ok(record);
        }
        return test;
    }

    /** Puts a record and gives its number. */
    long ok(CatalogRecord record) {
        Answer put = put(record);
        assertThat(put.code()).as(put.detail()).isEqualTo(ReplyCode.OK);
        return put.number();
    }

    Answer put(CatalogRecord record) {
        return put(record, -1);
    }

    Answer put(CatalogRecord record, long expectedVersion) {
        return change(CatalogOperation.PUT, record.kind(), record.number(), expectedVersion, codec.encode(record));
    }

    Answer remove(RecordKind kind, long number) {
        return change(CatalogOperation.REMOVE, kind, number, -1, new byte[0]);
    }

    Answer change(CatalogOperation operation, RecordKind kind, long number, long expectedVersion, byte[] record) {
        ChangeCatalogEncoder command = new ChangeCatalogEncoder();
        command.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(CORRELATION)
                .operation(operation)
                .kind(kind)
                .number(number)
                .expectedVersion(expectedVersion)
                .putRecord(record, 0, record.length);
        return Objects.requireNonNull(execute(MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength()));
    }

    void tick() {
        TickEncoder tick = new TickEncoder();
        tick.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        execute(MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength());
    }

    @Nullable
    Answer execute(int length) {
        long before = directory.digest();
        answer = null;
        events = 0;
        int steps = directory.execute(buffer, 0, length, timeMillis, this);
        assertThat(steps).isPositive();
        assertThat(directory.digest()).isEqualTo(twin.digest());
        if (events == 0) {
            assertThat(directory.digest()).isEqualTo(before);
        }
        Answer given = answer;
        return given == null ? null : new Answer(given.code, given.number, given.version, given.detail, events);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T extends CatalogRecord> T get(RecordKind kind, long number) {
        return (T) Objects.requireNonNull(directory.record(kind, number), kind + " " + number);
    }

    /** Reads everything a query finds, slice by slice. */
    List<CatalogRecord> read(RecordKind kind, long number, long show, String name, int maxRows, int stepBudget) {
        List<CatalogRecord> found = new ArrayList<>();
        MessageListWriter rows = new MessageListWriter(1024);
        MessageListReader reader = new MessageListReader();
        QueryResultDecoder result = new QueryResultDecoder();
        long cursor = 0;
        int slices = 0;
        while (cursor >= 0) {
            assertThat(slices++).isLessThan(10_000);
            int length = query(kind, number, show, name, maxRows, cursor);
            rows.reset();
            directory.read(buffer, 0, length, stepBudget, rows);
            reader.wrap(rows.buffer(), 0, rows.length());
            assertThat(reader.next()).isTrue();
            result.wrapAndApplyHeader(reader.buffer(), reader.offset(), new MessageHeaderDecoder());
            cursor = result.nextCursor();
            int count = 0;
            while (reader.next()) {
                found.add(codec.decode(reader.buffer(), reader.offset()));
                count++;
            }
            assertThat(count).isEqualTo(result.rows()).isLessThanOrEqualTo(maxRows);
        }
        return found;
    }

    List<CatalogRecord> all(RecordKind kind) {
        return read(kind, 0, 0, "", 1000, 1000);
    }

    private int query(RecordKind kind, long number, long show, String name, int maxRows, long cursor) {
        QueryEncoder query = new QueryEncoder();
        query.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .kind(QueryKind.RECORDS)
                .cursor(cursor)
                .maxRows(maxRows)
                .jobNumber(0)
                .layerIndex(-1)
                .fromOrdinal(-1)
                .hostNumber(0)
                .showNumber(show)
                .stateMask(0)
                .includeFinished(BooleanType.F)
                .recordKind(kind)
                .number(number)
                .name(name);
        return MessageHeaderEncoder.ENCODED_LENGTH + query.encodedLength();
    }

    @Override
    public void onEvent(DirectBuffer source, int offset, int length) {
        byte[] copy = new byte[length];
        source.getBytes(offset, copy);
        twin.apply(new org.agrona.concurrent.UnsafeBuffer(copy), 0, length);
        events++;
    }

    @Override
    public void onReply(DirectBuffer source, int offset, int length) {
        assertThat(answer).as("one reply a command").isNull();
        reply.wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
        assertThat(reply.correlationId()).isEqualTo(CORRELATION);
        answer = new Answer(reply.code(), reply.number(), reply.version(), reply.detail(), 0);
    }
}
