package io.cuegrid.core.directory;

import io.cuegrid.core.Actor;
import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.ChangeCatalogDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OnBehalfDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.TickDecoder;
import io.cuegrid.core.sbe.UserActedDecoder;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The farm-wide configuration as a state machine: facilities, allocations, shows, subscriptions, folders, limits,
 * services, owners, names in use, and what services keep here. Takes {@code ChangeCatalog} (and {@code Tick}, which gives
 * back names whose launch never settled), emits {@code CatalogChanged}, one a record. Cells get a copy of each event as
 * {@code CatalogUpdate} once its batch is acknowledged.
 *
 * <p>Versions: the directory's version rises by one with each event; a record's version is that of its last event.
 * Numbers rise within a kind and are never used again.
 *
 * <p>Threading: one thread at a time, that of the replica that holds it; {@link #apply} is the one writer.
 */
public final class Directory implements StateMachine {
    private final Catalog catalog = new Catalog();
    private final PutRules putRules = new PutRules(catalog);
    private final RemoveRules removeRules = new RemoveRules(catalog);
    private final RecordCodec codec = new RecordCodec();
    private final DirectoryMessages messages = new DirectoryMessages();
    private final CatalogReads reads = new CatalogReads(catalog);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ChangeCatalogDecoder command = new ChangeCatalogDecoder();
    private final OnBehalfDecoder onBehalf = new OnBehalfDecoder();
    private final Actor actor = new Actor();
    private final CatalogChangedDecoder event = new CatalogChangedDecoder();

    /** Rises by one with each event. */
    public long version() {
        return catalog.version();
    }

    @Override
    public int execute(DirectBuffer buffer, int offset, int length, long timeMillis, DecisionSink sink) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case ChangeCatalogDecoder.TEMPLATE_ID -> {
                command.wrapAndApplyHeader(buffer, offset, header);
                return change(command.correlationId(), timeMillis, sink);
            }
            case OnBehalfDecoder.TEMPLATE_ID -> {
                return changeOnBehalf(buffer, offset, timeMillis, sink);
            }
            case TickDecoder.TEMPLATE_ID -> {
                return expireReservations(timeMillis, sink);
            }
            default -> {
                // each command of the schema but Tick begins with its correlation id
                long correlationId = buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH);
                refuseTemplate(sink, correlationId);
                return 1;
            }
        }
    }

    private int changeOnBehalf(DirectBuffer buffer, int offset, long timeMillis, DecisionSink sink) {
        onBehalf.wrapAndApplyHeader(buffer, offset, header);
        long correlationId = onBehalf.correlationId();
        int at;
        try {
            at = actor.begin(onBehalf, header, timeMillis);
        } catch (IllegalArgumentException broken) {
            reply(sink, correlationId, ReplyCode.INVALID, 0, String.valueOf(broken.getMessage()));
            return 1;
        }
        int steps = 1;
        if (header.templateId() == ChangeCatalogDecoder.TEMPLATE_ID) {
            command.wrapAndApplyHeader(buffer, at, header);
            steps = change(correlationId, timeMillis, sink);
        } else {
            refuseTemplate(sink, correlationId);
        }
        actor.end(sink);
        return steps;
    }

    private void refuseTemplate(DecisionSink sink, long correlationId) {
        reply(
                sink,
                correlationId,
                ReplyCode.INVALID,
                0,
                "the directory takes ChangeCatalog, not a command of template " + header.templateId()
                        + ": send that one to a cell");
    }

    private int change(long correlationId, long timeMillis, DecisionSink sink) {
        long number = command.number();
        List<Change> changes;
        try {
            changes = decide(timeMillis);
        } catch (RefusedException refused) {
            reply(sink, correlationId, refused.code(), number, refused.sentence());
            return 1;
        }
        RecordKind kind = command.kind();
        for (Change change : changes) {
            emit(change, sink);
            if (change.operation() == CatalogOperation.PUT && change.kind() == kind && number == 0) {
                number = change.number();
            }
        }
        reply(sink, correlationId, ReplyCode.OK, number, "");
        return 1 + changes.size();
    }

    private List<Change> decide(long timeMillis) {
        RecordKind kind = kindOfCommand();
        long number = command.number();
        long expectedVersion = command.expectedVersion();
        CatalogRecord before = number == 0 ? null : catalog.get(kind, number);
        if (number != 0 && before == null) {
            throw new RefusedException(ReplyCode.NOT_FOUND, Words.of(kind, number) + " does not exist");
        }
        if (before != null && expectedVersion > 0 && before.recordVersion() != expectedVersion) {
            throw new RefusedException(
                    ReplyCode.CONFLICT,
                    Words.of(before) + " was changed meanwhile: it is at version " + before.recordVersion() + ", not "
                            + expectedVersion + "; read it again and repeat the change");
        }
        return switch (command.operation()) {
            case PUT -> putRules.decide(decodeRecord(kind), before, timeMillis);
            case REMOVE -> {
                if (before == null) {
                    throw new RefusedException(ReplyCode.INVALID, "say which " + Words.of(kind) + " to remove");
                }
                yield removeRules.decide(before);
            }
            case NULL_VAL -> throw new RefusedException(ReplyCode.INVALID, "the operation is missing: put or remove");
        };
    }

    private RecordKind kindOfCommand() {
        RecordKind kind = command.kind();
        if (kind == RecordKind.NONE || kind == RecordKind.NULL_VAL) {
            throw new RefusedException(ReplyCode.INVALID, "the kind of the record is missing");
        }
        return kind;
    }

    private CatalogRecord decodeRecord(RecordKind kind) {
        CatalogRecord record;
        try {
            int at = command.limit() + ChangeCatalogDecoder.recordHeaderLength();
            int bytes = command.recordLength();
            if (bytes < MessageHeaderDecoder.ENCODED_LENGTH) {
                throw new RefusedException(ReplyCode.INVALID, Words.of(kind) + ": the record is missing");
            }
            record = codec.decode(kind, command.buffer(), at);
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new RefusedException(ReplyCode.INVALID, Words.of(kind) + ": the record cannot be read");
        }
        if (record.kind() != kind) {
            throw new RefusedException(
                    ReplyCode.INVALID,
                    "the command is about a " + Words.of(kind) + ", its record is a " + Words.of(record.kind()));
        }
        return record;
    }

    private void emit(Change change, DecisionSink sink) {
        if (actor.isUnnamed()) {
            actor.name(sink);
        }
        long version = catalog.version() + 1;
        CatalogRecord record = change.record();
        byte[] bytes = record == null ? new byte[0] : codec.encode(record.stamped(change.number(), version));
        int length = messages.event(version, change, bytes);
        apply(messages.buffer(), 0, length);
        sink.onEvent(messages.buffer(), 0, length);
    }

    private void reply(DecisionSink sink, long correlationId, ReplyCode code, long number, String detail) {
        if (correlationId != 0) {
            int length = messages.reply(correlationId, code, number, catalog.version(), detail);
            sink.onReply(messages.buffer(), 0, length);
        }
    }

    private int expireReservations(long timeMillis, DecisionSink sink) {
        List<Change> expired = new ArrayList<>();
        int steps = 1;
        for (Catalog.Entry entry : catalog.entries(RecordKind.JOB_NAME)) {
            if (Reservations.isExpired((ReservedName) entry.record(), timeMillis)) {
                expired.add(Change.remove(entry.record()));
            }
            if (expired.size() == DirectoryLimits.EXPIRIES_PER_TICK_MAX) {
                break;
            }
        }
        for (Change change : expired) {
            emit(change, sink);
            steps++;
        }
        return steps;
    }

    /** Nothing to do: every command is done when it was executed. */
    @Override
    public int work(long timeMillis, int stepBudget, DecisionSink sink) {
        return 0;
    }

    @Override
    public boolean hasWork() {
        return false;
    }

    @Override
    public void apply(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        if (header.templateId() == UserActedDecoder.TEMPLATE_ID) {
            return; // for history
        }
        event.wrapAndApplyHeader(buffer, offset, header);
        long version = event.directoryVersion();
        switch (event.operation()) {
            case PUT -> {
                int at = event.limit() + CatalogChangedDecoder.recordHeaderLength();
                catalog.put(codec.decode(event.kind(), buffer, at), version);
            }
            case REMOVE -> catalog.remove(event.kind(), event.number(), version);
            case NULL_VAL -> throw new IllegalArgumentException("an event without an operation");
        }
    }

    /**
     * {@code RECORDS}: rows are encoded records, by kind and number; {@code recordKind} NONE means all kinds, {@code name}
     * and {@code number} narrow it, {@code showNumber} leaves out records of other shows.
     * {@code CELL}: one {@code CellRow} with the directory's version, {@code CELL_WITH_DIGEST} with the digest as well. Any other kind has no rows here.
     */
    @Override
    public int read(DirectBuffer query, int offset, int length, int stepBudget, MessageListWriter rows) {
        return reads.read(query, offset, stepBudget, rows);
    }

    /** The record, or null. For callers that hold the directory itself: tests, tools. */
    public @Nullable CatalogRecord record(RecordKind kind, long number) {
        return catalog.get(kind, number);
    }

    @Override
    public long digest() {
        return catalog.digest();
    }

    @Override
    public SnapshotCapture capture() {
        return new CatalogSnapshot(catalog);
    }

    @Override
    public void snapshot(SnapshotWriter writer) {
        new CatalogSnapshot(catalog).step(Integer.MAX_VALUE, writer);
    }

    @Override
    public void restore(SnapshotReader reader) {
        CatalogSnapshot.restore(reader, catalog, codec);
    }
}
