package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.FolderRecordDecoder;
import io.cuegrid.core.sbe.FolderRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A group of jobs; parent 0: the root of its show. Caps and defaults of -1: none. */
public record FolderEntry(
        DirectBuffer bytes,
        long number,
        long version,
        long showNumber,
        long parentNumber,
        int minCoreUnits,
        int maxCoreUnits,
        int minGpus,
        int maxGpus,
        int defaultJobPriority,
        int defaultJobMinCoreUnits,
        int defaultJobMaxCoreUnits,
        int defaultJobMinGpus,
        int defaultJobMaxGpus,
        String name,
        String department)
        implements CatalogEntry {

    static FolderEntry decode(DirectBuffer bytes) {
        FolderRecordDecoder record = Sbe.wrap(new FolderRecordDecoder(), bytes, 0);
        return new FolderEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.showNumber(),
                record.parentNumber(),
                record.minCoreUnits(),
                record.maxCoreUnits(),
                record.minGpus(),
                record.maxGpus(),
                record.defaultJobPriority(),
                record.defaultJobMinCoreUnits(),
                record.defaultJobMaxCoreUnits(),
                record.defaultJobMinGpus(),
                record.defaultJobMaxGpus(),
                record.name(),
                record.department());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(
            long showNumber,
            long parentNumber,
            int minCoreUnits,
            int maxCoreUnits,
            int minGpus,
            int maxGpus,
            int defaultJobPriority,
            int defaultJobMinCoreUnits,
            int defaultJobMaxCoreUnits,
            int defaultJobMinGpus,
            int defaultJobMaxGpus,
            String name,
            String department) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        FolderRecordEncoder record = new FolderRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .showNumber(showNumber)
                .parentNumber(parentNumber)
                .minCoreUnits(minCoreUnits)
                .maxCoreUnits(maxCoreUnits)
                .minGpus(minGpus)
                .maxGpus(maxGpus)
                .defaultJobPriority(defaultJobPriority)
                .defaultJobMinCoreUnits(defaultJobMinCoreUnits)
                .defaultJobMaxCoreUnits(defaultJobMaxCoreUnits)
                .defaultJobMinGpus(defaultJobMinGpus)
                .defaultJobMaxGpus(defaultJobMaxGpus)
                .name(name)
                .department(department);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
