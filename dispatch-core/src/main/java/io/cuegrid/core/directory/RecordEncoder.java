package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.AllocationRecordEncoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DeedRecordEncoder;
import io.cuegrid.core.sbe.FacilityRecordEncoder;
import io.cuegrid.core.sbe.FolderRecordEncoder;
import io.cuegrid.core.sbe.GenericRecordEncoder;
import io.cuegrid.core.sbe.JobNameRecordEncoder;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OwnerRecordEncoder;
import io.cuegrid.core.sbe.ServiceRecordEncoder;
import io.cuegrid.core.sbe.ShowRecordEncoder;
import io.cuegrid.core.sbe.SubscriptionRecordEncoder;
import org.agrona.MutableDirectBuffer;

/** Java values to SBE records, a method a kind. Not thread-safe. See {@link RecordCodec}. */
final class RecordEncoder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FacilityRecordEncoder facilityRecord = new FacilityRecordEncoder();
    private final AllocationRecordEncoder allocationRecord = new AllocationRecordEncoder();
    private final ShowRecordEncoder showRecord = new ShowRecordEncoder();
    private final SubscriptionRecordEncoder subscriptionRecord = new SubscriptionRecordEncoder();
    private final FolderRecordEncoder folderRecord = new FolderRecordEncoder();
    private final LimitRecordEncoder limitRecord = new LimitRecordEncoder();
    private final ServiceRecordEncoder serviceRecord = new ServiceRecordEncoder();
    private final OwnerRecordEncoder ownerRecord = new OwnerRecordEncoder();
    private final DeedRecordEncoder deedRecord = new DeedRecordEncoder();
    private final JobNameRecordEncoder jobNameRecord = new JobNameRecordEncoder();
    private final GenericRecordEncoder genericRecord = new GenericRecordEncoder();

    int encode(CatalogRecord record, MutableDirectBuffer buffer, int offset) {
        int bodyLength = body(record, buffer, offset);
        return MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    }

    private int body(CatalogRecord record, MutableDirectBuffer buffer, int offset) {
        if (record instanceof Facility r) {
            return encodeFacility(r, buffer, offset);
        }
        if (record instanceof Allocation r) {
            return encodeAllocation(r, buffer, offset);
        }
        if (record instanceof Show r) {
            return encodeShow(r, buffer, offset);
        }
        if (record instanceof Subscription r) {
            return encodeSubscription(r, buffer, offset);
        }
        if (record instanceof Folder r) {
            return encodeFolder(r, buffer, offset);
        }
        if (record instanceof Limit r) {
            return encodeLimit(r, buffer, offset);
        }
        if (record instanceof Service r) {
            return encodeService(r, buffer, offset);
        }
        if (record instanceof Owner r) {
            return encodeOwner(r, buffer, offset);
        }
        if (record instanceof Deed r) {
            return encodeDeed(r, buffer, offset);
        }
        if (record instanceof ReservedName r) {
            return encodeReservedName(r, buffer, offset);
        }
        if (record instanceof Generic r) {
            return encodeGeneric(r, buffer, offset);
        }
        throw new IllegalArgumentException("no encoding for " + record.kind());
    }

    private int encodeFacility(Facility r, MutableDirectBuffer buffer, int offset) {
        return facilityRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .isDefault(flag(r.isDefault()))
                .cell(r.cell())
                .name(r.name())
                .encodedLength();
    }

    private int encodeAllocation(Allocation r, MutableDirectBuffer buffer, int offset) {
        return allocationRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .facilityNumber(r.facilityNumber())
                .billable(flag(r.billable()))
                .isDefault(flag(r.isDefault()))
                .name(r.name())
                .tag(r.tag())
                .encodedLength();
    }

    private int encodeShow(Show r, MutableDirectBuffer buffer, int offset) {
        return showRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .active(flag(r.active()))
                .bookingEnabled(flag(r.bookingEnabled()))
                .dispatchEnabled(flag(r.dispatchEnabled()))
                .defaultMinCoreUnits(r.defaultMinCoreUnits())
                .defaultMaxCoreUnits(r.defaultMaxCoreUnits())
                .defaultMinGpus(r.defaultMinGpus())
                .defaultMaxGpus(r.defaultMaxGpus())
                .rootFolderNumber(r.rootFolderNumber())
                .name(r.name())
                .aliases(r.aliases())
                .commentEmail(r.commentEmail())
                .encodedLength();
    }

    private int encodeSubscription(Subscription r, MutableDirectBuffer buffer, int offset) {
        return subscriptionRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .showNumber(r.showNumber())
                .allocationNumber(r.allocationNumber())
                .sizeCoreUnits(r.sizeCoreUnits())
                .burstCoreUnits(r.burstCoreUnits())
                .encodedLength();
    }

    private int encodeFolder(Folder r, MutableDirectBuffer buffer, int offset) {
        return folderRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .showNumber(r.showNumber())
                .parentNumber(r.parentNumber())
                .minCoreUnits(r.minCoreUnits())
                .maxCoreUnits(r.maxCoreUnits())
                .minGpus(r.minGpus())
                .maxGpus(r.maxGpus())
                .defaultJobPriority(r.defaultJobPriority())
                .defaultJobMinCoreUnits(r.defaultJobMinCoreUnits())
                .defaultJobMaxCoreUnits(r.defaultJobMaxCoreUnits())
                .defaultJobMinGpus(r.defaultJobMinGpus())
                .defaultJobMaxGpus(r.defaultJobMaxGpus())
                .name(r.name())
                .department(r.department())
                .encodedLength();
    }

    private int encodeLimit(Limit r, MutableDirectBuffer buffer, int offset) {
        return limitRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .maxValue(r.maxValue())
                .perHost(flag(r.perHost()))
                .name(r.name())
                .encodedLength();
    }

    private int encodeService(Service r, MutableDirectBuffer buffer, int offset) {
        return serviceRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .showNumber(r.showNumber())
                .threadable(flag(r.threadable()))
                .minCoreUnits(r.minCoreUnits())
                .maxCoreUnits(r.maxCoreUnits())
                .memoryKib(r.memoryKib())
                .gpuMemoryKib(r.gpuMemoryKib())
                .minGpus(r.minGpus())
                .maxGpus(r.maxGpus())
                .timeoutMinutes(r.timeoutMinutes())
                .timeoutLluMinutes(r.timeoutLluMinutes())
                .memoryIncreaseKib(r.memoryIncreaseKib())
                .selfish(flag(r.selfish()))
                .name(r.name())
                .tags(r.tags())
                .encodedLength();
    }

    private int encodeOwner(Owner r, MutableDirectBuffer buffer, int offset) {
        return ownerRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .showNumber(r.showNumber())
                .name(r.name())
                .encodedLength();
    }

    private int encodeDeed(Deed r, MutableDirectBuffer buffer, int offset) {
        return deedRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .ownerNumber(r.ownerNumber())
                .facilityNumber(r.facilityNumber())
                .hostNumber(r.hostNumber())
                .encodedLength();
    }

    private int encodeReservedName(ReservedName r, MutableDirectBuffer buffer, int offset) {
        return jobNameRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .recordKind(r.kind())
                .facilityNumber(r.facilityNumber())
                .jobNumber(r.entityNumber())
                .reservedMillis(r.reservedMillis())
                .name(r.name())
                .encodedLength();
    }

    private int encodeGeneric(Generic r, MutableDirectBuffer buffer, int offset) {
        return genericRecord
                .wrapAndApplyHeader(buffer, offset, header)
                .number(r.number())
                .recordVersion(r.recordVersion())
                .recordKind(r.kind())
                .parentNumber(r.parentNumber())
                .name(r.name())
                .putContent(r.content(), 0, r.content().length)
                .encodedLength();
    }

    private static BooleanType flag(boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }
}
