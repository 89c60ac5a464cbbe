package io.cuegrid.node.service.catalog;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.ChangeCatalogEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.rpc.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The directory as a service uses it: records are read as they are now and written one at a time.
 *
 * <p>Threading: any thread; it blocks the caller's.
 */
public final class Directory {
    /** How often a change is made again when somebody else's came between. */
    static final int CHANGE_ATTEMPTS_MAX = 8;

    /** Any version will do. */
    public static final long ANY_VERSION = -1;

    private final MachineClient machine;
    private final Ids ids;

    public Directory(MachineClient machine, Ids ids) {
        this.machine = machine;
        this.ids = ids;
    }

    public <T extends CatalogEntry> List<T> read(EntryKind<T> kind) {
        return read(kind, RowQuery.records(kind.record()));
    }

    public <T extends CatalogEntry> @Nullable T find(EntryKind<T> kind, long number) {
        List<T> found = read(kind, RowQuery.records(kind.record()).withNumber(number));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Those with exactly this name; names are not unique in every kind. */
    public <T extends CatalogEntry> List<T> named(EntryKind<T> kind, String name) {
        return name.isEmpty()
                ? List.of()
                : read(kind, RowQuery.records(kind.record()).withName(name));
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND when no such record exists */
    public <T extends CatalogEntry> T require(EntryKind<T> kind, String id) {
        EntityId entityId = ids.require(id, kind.entity(), kind.noun());
        T found = find(kind, entityId.number());
        if (found == null) {
            throw Ids.missing(kind.noun(), id);
        }
        return found;
    }

    /** Asks for every record of a kind and does not wait for them. */
    public <T extends CatalogEntry> Supplier<List<T>> readAhead(EntryKind<T> kind) {
        MachineClient.Reading reading = machine.begin(RowQuery.records(kind.record()));
        return () -> entries(kind, reading);
    }

    private <T extends CatalogEntry> List<T> read(EntryKind<T> kind, RowQuery query) {
        return entries(kind, machine.begin(query));
    }

    private static <T extends CatalogEntry> List<T> entries(EntryKind<T> kind, MachineClient.Reading reading) {
        List<T> entries = new ArrayList<>();
        reading.visit((buffer, offset, length) -> {
            entries.add(kind.decode().apply(RecordBytes.copy(buffer, offset, length)));
            return true;
        });
        return entries;
    }

    /** @return the new record's number */
    public long create(EntryKind<?> kind, DirectBuffer record) {
        return machine.send(put(kind, 0, ANY_VERSION, record)).number();
    }

    /** Like {@link #create}, but a refusal is a value. */
    public CommandReply tryCreate(EntryKind<?> kind, DirectBuffer record) {
        return machine.trySend(put(kind, 0, ANY_VERSION, record));
    }

    /** Like {@link #tryCreate}, but waits for nothing yet. */
    public MachineClient.Sent createAhead(EntryKind<?> kind, DirectBuffer record) {
        return machine.sendAhead(put(kind, 0, ANY_VERSION, record));
    }

    /** Replaces one version of a record. */
    public CommandReply tryReplace(EntryKind<?> kind, long number, long expectedVersion, DirectBuffer record) {
        return machine.trySend(put(kind, number, expectedVersion, record));
    }

    /** As {@link #tryReplace}, but nobody waits for it. */
    public CompletableFuture<CommandReply> replaceLater(
            EntryKind<?> kind, long number, long expectedVersion, DirectBuffer record) {
        return machine.submit(put(kind, number, expectedVersion, record));
    }

    /** Changes a record; when it changed between the read and the write, both are done again. */
    public <T extends CatalogEntry> void change(EntryKind<T> kind, String id, RecordChange<T> change) {
        change(kind, require(kind, id), change);
    }

    /** Like {@link #change(EntryKind, String, RecordChange)} for an entry that was read already. */
    public <T extends CatalogEntry> void change(EntryKind<T> kind, T entry, RecordChange<T> change) {
        T current = entry;
        for (int attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt++) {
            DirectBuffer changed = change.change(current, RecordBytes.copy(current.bytes()));
            CommandReply reply = machine.trySend(put(kind, current.number(), current.version(), changed));
            if (reply.code() == ReplyCode.OK) {
                return;
            }
            if (reply.code() != ReplyCode.CONFLICT) {
                throw Problem.of(reply.code(), reply.detail());
            }
            T again = find(kind, current.number());
            if (again == null) {
                throw Problem.notFound("The " + kind.noun() + " was removed meanwhile.");
            }
            current = again;
        }
        throw Problem.of(
                ReplyCode.CONFLICT, "The " + kind.noun() + " is being changed by others all the time. Try again.");
    }

    public void remove(EntryKind<?> kind, long number) {
        machine.send(remove(kind, number, ANY_VERSION));
    }

    /** Like {@link #remove}, for one version only; a refusal is a value. */
    public CommandReply tryRemove(EntryKind<?> kind, long number, long expectedVersion) {
        return machine.trySend(remove(kind, number, expectedVersion));
    }

    private static io.cuegrid.node.access.MachineAccess.CommandEncoding put(
            EntryKind<?> kind, long number, long expectedVersion, DirectBuffer record) {
        return (buffer, offset, correlationId) ->
                encode(buffer, offset, correlationId, CatalogOperation.PUT, kind, number, expectedVersion, record);
    }

    private static io.cuegrid.node.access.MachineAccess.CommandEncoding remove(
            EntryKind<?> kind, long number, long expectedVersion) {
        DirectBuffer none = new org.agrona.concurrent.UnsafeBuffer(new byte[0]);
        return (buffer, offset, correlationId) ->
                encode(buffer, offset, correlationId, CatalogOperation.REMOVE, kind, number, expectedVersion, none);
    }

    private static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long correlationId,
            CatalogOperation operation,
            EntryKind<?> kind,
            long number,
            long expectedVersion,
            DirectBuffer record) {
        ChangeCatalogEncoder command = new ChangeCatalogEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .operation(operation)
                .kind(kind.record())
                .number(number)
                .expectedVersion(expectedVersion)
                .putRecord(record, 0, record.capacity());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }
}
