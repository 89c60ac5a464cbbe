package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.AllocationRecordDecoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DeedRecordDecoder;
import io.cuegrid.core.sbe.FacilityRecordDecoder;
import io.cuegrid.core.sbe.FolderRecordDecoder;
import io.cuegrid.core.sbe.GenericRecordDecoder;
import io.cuegrid.core.sbe.JobNameRecordDecoder;
import io.cuegrid.core.sbe.LimitRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OwnerRecordDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ServiceRecordDecoder;
import io.cuegrid.core.sbe.ShowRecordDecoder;
import io.cuegrid.core.sbe.SubscriptionRecordDecoder;
import org.agrona.DirectBuffer;

/** SBE records to Java values, a method a kind. Not thread-safe. See {@link RecordCodec}. */
final class RecordDecoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FacilityRecordDecoder facilityRecord = new FacilityRecordDecoder();
    private final AllocationRecordDecoder allocationRecord = new AllocationRecordDecoder();
    private final ShowRecordDecoder showRecord = new ShowRecordDecoder();
    private final SubscriptionRecordDecoder subscriptionRecord = new SubscriptionRecordDecoder();
    private final FolderRecordDecoder folderRecord = new FolderRecordDecoder();
    private final LimitRecordDecoder limitRecord = new LimitRecordDecoder();
    private final ServiceRecordDecoder serviceRecord = new ServiceRecordDecoder();
    private final OwnerRecordDecoder ownerRecord = new OwnerRecordDecoder();
    private final DeedRecordDecoder deedRecord = new DeedRecordDecoder();
    private final JobNameRecordDecoder jobNameRecord = new JobNameRecordDecoder();
    private final GenericRecordDecoder genericRecord = new GenericRecordDecoder();

    /** @param kind of a template that several kinds share, or NONE to take what the record says */
    CatalogRecord decode(RecordKind kind, DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case FacilityRecordDecoder.TEMPLATE_ID -> decodeFacility(buffer, offset);
            case AllocationRecordDecoder.TEMPLATE_ID -> decodeAllocation(buffer, offset);
            case ShowRecordDecoder.TEMPLATE_ID -> decodeShow(buffer, offset);
            case SubscriptionRecordDecoder.TEMPLATE_ID -> decodeSubscription(buffer, offset);
            case FolderRecordDecoder.TEMPLATE_ID -> decodeFolder(buffer, offset);
            case LimitRecordDecoder.TEMPLATE_ID -> decodeLimit(buffer, offset);
            case ServiceRecordDecoder.TEMPLATE_ID -> decodeService(buffer, offset);
            case OwnerRecordDecoder.TEMPLATE_ID -> decodeOwner(buffer, offset);
            case DeedRecordDecoder.TEMPLATE_ID -> decodeDeed(buffer, offset);
            case JobNameRecordDecoder.TEMPLATE_ID -> decodeReservedName(buffer, offset, kind);
            case GenericRecordDecoder.TEMPLATE_ID -> decodeGeneric(buffer, offset, kind);
            default ->
                throw new IllegalArgumentException("template " + header.templateId() + " is not a catalog record");
        };
    }

    private Facility decodeFacility(DirectBuffer buffer, int offset) {
        FacilityRecordDecoder d = facilityRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Facility(d.number(), d.recordVersion(), d.isDefault() == BooleanType.T, d.cell(), d.name());
    }

    private Allocation decodeAllocation(DirectBuffer buffer, int offset) {
        AllocationRecordDecoder d = allocationRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Allocation(
                d.number(),
                d.recordVersion(),
                d.facilityNumber(),
                d.billable() == BooleanType.T,
                d.isDefault() == BooleanType.T,
                d.name(),
                d.tag());
    }

    private Show decodeShow(DirectBuffer buffer, int offset) {
        ShowRecordDecoder d = showRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Show(
                d.number(),
                d.recordVersion(),
                d.active() == BooleanType.T,
                d.bookingEnabled() == BooleanType.T,
                d.dispatchEnabled() == BooleanType.T,
                d.defaultMinCoreUnits(),
                d.defaultMaxCoreUnits(),
                d.defaultMinGpus(),
                d.defaultMaxGpus(),
                d.rootFolderNumber(),
                d.name(),
                d.aliases(),
                d.commentEmail());
    }

    private Subscription decodeSubscription(DirectBuffer buffer, int offset) {
        SubscriptionRecordDecoder d = subscriptionRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Subscription(
                d.number(),
                d.recordVersion(),
                d.showNumber(),
                d.allocationNumber(),
                d.sizeCoreUnits(),
                d.burstCoreUnits());
    }

    private Folder decodeFolder(DirectBuffer buffer, int offset) {
        FolderRecordDecoder d = folderRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Folder(
                d.number(),
                d.recordVersion(),
                d.showNumber(),
                d.parentNumber(),
                d.minCoreUnits(),
                d.maxCoreUnits(),
                d.minGpus(),
                d.maxGpus(),
                d.defaultJobPriority(),
                d.defaultJobMinCoreUnits(),
                d.defaultJobMaxCoreUnits(),
                d.defaultJobMinGpus(),
                d.defaultJobMaxGpus(),
                d.name(),
                d.department());
    }

    private Limit decodeLimit(DirectBuffer buffer, int offset) {
        LimitRecordDecoder d = limitRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Limit(d.number(), d.recordVersion(), d.maxValue(), d.perHost() == BooleanType.T, d.name());
    }

    private Service decodeService(DirectBuffer buffer, int offset) {
        ServiceRecordDecoder d = serviceRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Service(
                d.number(),
                d.recordVersion(),
                d.showNumber(),
                d.threadable() == BooleanType.T,
                d.minCoreUnits(),
                d.maxCoreUnits(),
                d.memoryKib(),
                d.gpuMemoryKib(),
                d.minGpus(),
                d.maxGpus(),
                d.timeoutMinutes(),
                d.timeoutLluMinutes(),
                d.memoryIncreaseKib(),
                d.selfish() == BooleanType.T,
                d.name(),
                d.tags());
    }

    private Owner decodeOwner(DirectBuffer buffer, int offset) {
        OwnerRecordDecoder d = ownerRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Owner(d.number(), d.recordVersion(), d.showNumber(), d.name());
    }

    private Deed decodeDeed(DirectBuffer buffer, int offset) {
        DeedRecordDecoder d = deedRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Deed(d.number(), d.recordVersion(), d.ownerNumber(), d.facilityNumber(), d.hostNumber());
    }

    private ReservedName decodeReservedName(DirectBuffer buffer, int offset, RecordKind kind) {
        JobNameRecordDecoder d = jobNameRecord.wrapAndApplyHeader(buffer, offset, header);
        return new ReservedName(
                d.number(),
                d.recordVersion(),
                kind == RecordKind.NONE ? d.recordKind() : kind,
                d.facilityNumber(),
                d.jobNumber(),
                d.reservedMillis(),
                d.name());
    }

    private Generic decodeGeneric(DirectBuffer buffer, int offset, RecordKind kind) {
        GenericRecordDecoder d = genericRecord.wrapAndApplyHeader(buffer, offset, header);
        return new Generic(
                d.number(),
                d.recordVersion(),
                kind == RecordKind.NONE ? d.recordKind() : kind,
                d.parentNumber(),
                d.name(),
                content(d));
    }

    private static byte[] content(GenericRecordDecoder d) {
        byte[] bytes = new byte[d.contentLength()];
        d.getContent(bytes, 0, bytes.length);
        return bytes;
    }
}
