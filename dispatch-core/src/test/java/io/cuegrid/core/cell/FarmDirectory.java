package io.cuegrid.core.cell;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.*;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** What a directory tells a cell. */
abstract class FarmDirectory extends FarmReads {
    private long directoryVersion;
    private long subscriptions;

    FarmDirectory(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
        super(maxHosts, maxJobs, maxFrames, machines);
    }

    void record(RecordKind kind, long number, ToIntFunction<MutableDirectBuffer> record) {
        change(CatalogOperation.PUT, kind, number, record);
    }

    void removeRecord(RecordKind kind, long number) {
        change(CatalogOperation.REMOVE, kind, number, b -> -MessageHeaderEncoder.ENCODED_LENGTH);
    }

    private void change(
            CatalogOperation operation, RecordKind kind, long number, ToIntFunction<MutableDirectBuffer> record) {
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + record.applyAsInt(scratch);
        send(b -> new CatalogUpdateEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .directoryVersion(++directoryVersion)
                .operation(operation)
                .kind(kind)
                .number(number)
                .putRecord(scratch, 0, length)
                .encodedLength());
    }

    void allocation(long number, String name, String tag, boolean isDefault) {
        record(
                RecordKind.ALLOCATION,
                number,
                b -> new AllocationRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .facilityNumber(FACILITY)
                        .billable(BooleanType.T)
                        .isDefault(isDefault ? BooleanType.T : BooleanType.F)
                        .name(name)
                        .tag(tag)
                        .encodedLength());
    }

    void show(long number, String name, long rootFolder) {
        show(number, name, rootFolder, true);
        folder(rootFolder, number, 0, -1, -1);
    }

    void show(long number, String name, long rootFolder, boolean bookingEnabled) {
        record(
                RecordKind.SHOW,
                number,
                b -> new ShowRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .active(BooleanType.T)
                        .bookingEnabled(bookingEnabled ? BooleanType.T : BooleanType.F)
                        .dispatchEnabled(BooleanType.T)
                        .rootFolderNumber(rootFolder)
                        .name(name)
                        .aliases("")
                        .commentEmail("")
                        .encodedLength());
    }

    void folder(long number, long show, long parent, int maxCoreUnits, int maxGpus) {
        record(
                RecordKind.FOLDER,
                number,
                b -> new FolderRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .showNumber(show)
                        .parentNumber(parent)
                        .minCoreUnits(0)
                        .maxCoreUnits(maxCoreUnits)
                        .minGpus(0)
                        .maxGpus(maxGpus)
                        .name("folder" + number)
                        .department("")
                        .encodedLength());
    }

    void subscription(long show, long allocation, long size, long burst) {
        long number = show * 1_000 + allocation;
        subscriptions = Math.max(subscriptions, number);
        record(
                RecordKind.SUBSCRIPTION,
                number,
                b -> new SubscriptionRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .showNumber(show)
                        .allocationNumber(allocation)
                        .sizeCoreUnits((int) size)
                        .burstCoreUnits((int) burst)
                        .encodedLength());
    }

    void limit(long number, int max) {
        limit(number, max, false);
    }

    void limit(long number, int max, boolean perHost) {
        record(
                RecordKind.LIMIT,
                number,
                b -> new LimitRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .maxValue(max)
                        .perHost(perHost ? BooleanType.T : BooleanType.F)
                        .name("limit" + number)
                        .encodedLength());
    }

    /** @param show 0: the cell */
    Answer mode(long show, WorkMode mode) {
        return send(b -> new SetWorkModeEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .showNumber(show)
                .workMode(mode)
                .asCell(BooleanType.F)
                .encodedLength());
    }

    Answer delayRule(int exitStatus, int minutes) {
        return send(b -> new SetDelayRuleEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .exitStatus(exitStatus)
                .minutes(minutes)
                .encodedLength());
    }

    Answer layerShare(int percent, int leastProcs) {
        return send(b -> new SetLayerShareEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .percent(percent)
                .leastProcs(leastProcs)
                .encodedLength());
    }

    /** Gives a host to an owner who prefers a show. */
    void deed(long number, long host, long show) {
        record(
                RecordKind.OWNER,
                number,
                b -> new OwnerRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .showNumber(show)
                        .name("owner" + number)
                        .encodedLength());
        record(
                RecordKind.DEED,
                number,
                b -> new DeedRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .ownerNumber(number)
                        .facilityNumber(FACILITY)
                        .hostNumber(host)
                        .encodedLength());
    }
}
