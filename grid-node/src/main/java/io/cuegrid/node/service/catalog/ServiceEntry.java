package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ServiceRecordDecoder;
import io.cuegrid.core.sbe.ServiceRecordEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Defaults of layers that name this service. showNumber 0: farm-wide, else an override of that show. */
public record ServiceEntry(
        DirectBuffer bytes,
        long number,
        long version,
        long showNumber,
        boolean threadable,
        int minCoreUnits,
        int maxCoreUnits,
        long memoryKib,
        long gpuMemoryKib,
        int minGpus,
        int maxGpus,
        int timeoutMinutes,
        int timeoutLluMinutes,
        long memoryIncreaseKib,
        boolean selfish,
        String name,
        String tags)
        implements CatalogEntry {

    static ServiceEntry decode(DirectBuffer bytes) {
        ServiceRecordDecoder record = Sbe.wrap(new ServiceRecordDecoder(), bytes, 0);
        return new ServiceEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.showNumber(),
                Sbe.is(record.threadable()),
                record.minCoreUnits(),
                record.maxCoreUnits(),
                record.memoryKib(),
                record.gpuMemoryKib(),
                record.minGpus(),
                record.maxGpus(),
                record.timeoutMinutes(),
                record.timeoutLluMinutes(),
                record.memoryIncreaseKib(),
                Sbe.is(record.selfish()),
                record.name(),
                record.tags());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(
            long showNumber,
            boolean threadable,
            int minCoreUnits,
            int maxCoreUnits,
            long memoryKib,
            long gpuMemoryKib,
            int minGpus,
            int maxGpus,
            int timeoutMinutes,
            int timeoutLluMinutes,
            long memoryIncreaseKib,
            boolean selfish,
            String name,
            String tags) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        ServiceRecordEncoder record = new ServiceRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .showNumber(showNumber)
                .threadable(Sbe.of(threadable))
                .minCoreUnits(minCoreUnits)
                .maxCoreUnits(maxCoreUnits)
                .memoryKib(memoryKib)
                .gpuMemoryKib(gpuMemoryKib)
                .minGpus(minGpus)
                .maxGpus(maxGpus)
                .timeoutMinutes(timeoutMinutes)
                .timeoutLluMinutes(timeoutLluMinutes)
                .memoryIncreaseKib(memoryIncreaseKib)
                .selfish(Sbe.of(selfish))
                .name(name)
                .tags(tags);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
