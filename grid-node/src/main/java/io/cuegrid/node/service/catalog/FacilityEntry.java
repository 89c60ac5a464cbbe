package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.FacilityRecordDecoder;
import io.cuegrid.core.sbe.FacilityRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A site; it has one cell. The default one takes submissions that name none. */
public record FacilityEntry(DirectBuffer bytes, long number, long version, boolean isDefault, int cell, String name)
        implements CatalogEntry {

    static FacilityEntry decode(DirectBuffer bytes) {
        FacilityRecordDecoder record = Sbe.wrap(new FacilityRecordDecoder(), bytes, 0);
        return new FacilityEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                Sbe.is(record.isDefault()),
                record.cell(),
                record.name());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(boolean isDefault, int cell, String name) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        FacilityRecordEncoder record = new FacilityRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .isDefault(Sbe.of(isDefault))
                .cell(cell)
                .name(name);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
