package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.SubscriptionRecordDecoder;
import io.cuegrid.core.sbe.SubscriptionRecordEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** What a show may use of an allocation: size is its share, burst its cap. */
public record SubscriptionEntry(
        DirectBuffer bytes,
        long number,
        long version,
        long showNumber,
        long allocationNumber,
        int sizeCoreUnits,
        int burstCoreUnits)
        implements CatalogEntry {

    static SubscriptionEntry decode(DirectBuffer bytes) {
        SubscriptionRecordDecoder record = Sbe.wrap(new SubscriptionRecordDecoder(), bytes, 0);
        return new SubscriptionEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.showNumber(),
                record.allocationNumber(),
                record.sizeCoreUnits(),
                record.burstCoreUnits());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(long showNumber, long allocationNumber, int sizeCoreUnits, int burstCoreUnits) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        SubscriptionRecordEncoder record = new SubscriptionRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .showNumber(showNumber)
                .allocationNumber(allocationNumber)
                .sizeCoreUnits(sizeCoreUnits)
                .burstCoreUnits(burstCoreUnits);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
