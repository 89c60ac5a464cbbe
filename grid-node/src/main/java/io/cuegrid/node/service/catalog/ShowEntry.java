package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ShowRecordDecoder;
import io.cuegrid.core.sbe.ShowRecordEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A production. {@code aliases} is a list with commas. */
public record ShowEntry(
        DirectBuffer bytes,
        long number,
        long version,
        boolean active,
        boolean bookingEnabled,
        boolean dispatchEnabled,
        int defaultMinCoreUnits,
        int defaultMaxCoreUnits,
        int defaultMinGpus,
        int defaultMaxGpus,
        long rootFolderNumber,
        String name,
        String aliases,
        String commentEmail)
        implements CatalogEntry {

    static ShowEntry decode(DirectBuffer bytes) {
        ShowRecordDecoder record = Sbe.wrap(new ShowRecordDecoder(), bytes, 0);
        return new ShowEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                Sbe.is(record.active()),
                Sbe.is(record.bookingEnabled()),
                Sbe.is(record.dispatchEnabled()),
                record.defaultMinCoreUnits(),
                record.defaultMaxCoreUnits(),
                record.defaultMinGpus(),
                record.defaultMaxGpus(),
                record.rootFolderNumber(),
                record.name(),
                record.aliases(),
                record.commentEmail());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(
            boolean active,
            boolean bookingEnabled,
            boolean dispatchEnabled,
            int defaultMinCoreUnits,
            int defaultMaxCoreUnits,
            int defaultMinGpus,
            int defaultMaxGpus,
            long rootFolderNumber,
            String name,
            String aliases,
            String commentEmail) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        ShowRecordEncoder record = new ShowRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .active(Sbe.of(active))
                .bookingEnabled(Sbe.of(bookingEnabled))
                .dispatchEnabled(Sbe.of(dispatchEnabled))
                .defaultMinCoreUnits(defaultMinCoreUnits)
                .defaultMaxCoreUnits(defaultMaxCoreUnits)
                .defaultMinGpus(defaultMinGpus)
                .defaultMaxGpus(defaultMaxGpus)
                .rootFolderNumber(rootFolderNumber)
                .name(name)
                .aliases(aliases)
                .commentEmail(commentEmail);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
