package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.AllocationRecordDecoder;
import io.cuegrid.core.sbe.AllocationRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Hosts of a facility under one tag. The name is {@code facility.short}. */
public record AllocationEntry(
        DirectBuffer bytes,
        long number,
        long version,
        long facilityNumber,
        boolean billable,
        boolean isDefault,
        String name,
        String tag)
        implements CatalogEntry {

    static AllocationEntry decode(DirectBuffer bytes) {
        AllocationRecordDecoder record = Sbe.wrap(new AllocationRecordDecoder(), bytes, 0);
        return new AllocationEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.facilityNumber(),
                Sbe.is(record.billable()),
                Sbe.is(record.isDefault()),
                record.name(),
                record.tag());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(
            long facilityNumber, boolean billable, boolean isDefault, String name, String tag) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        AllocationRecordEncoder record = new AllocationRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .facilityNumber(facilityNumber)
                .billable(Sbe.of(billable))
                .isDefault(Sbe.of(isDefault))
                .name(name)
                .tag(tag);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
