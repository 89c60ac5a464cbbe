package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.DeedRecordDecoder;
import io.cuegrid.core.sbe.DeedRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A host and its owner. */
public record DeedEntry(
        DirectBuffer bytes, long number, long version, long ownerNumber, long facilityNumber, long hostNumber)
        implements CatalogEntry {

    static DeedEntry decode(DirectBuffer bytes) {
        DeedRecordDecoder record = Sbe.wrap(new DeedRecordDecoder(), bytes, 0);
        return new DeedEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.ownerNumber(),
                record.facilityNumber(),
                record.hostNumber());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(long ownerNumber, long facilityNumber, long hostNumber) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        DeedRecordEncoder record = new DeedRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .ownerNumber(ownerNumber)
                .facilityNumber(facilityNumber)
                .hostNumber(hostNumber);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
