package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.LimitRecordDecoder;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A cap on running frames that layers carry by name; perHost: one token a host. */
public record LimitEntry(DirectBuffer bytes, long number, long version, int maxValue, boolean perHost, String name)
        implements CatalogEntry {

    static LimitEntry decode(DirectBuffer bytes) {
        LimitRecordDecoder record = Sbe.wrap(new LimitRecordDecoder(), bytes, 0);
        return new LimitEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.maxValue(),
                Sbe.is(record.perHost()),
                record.name());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(int maxValue, boolean perHost, String name) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        LimitRecordEncoder record = new LimitRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .maxValue(maxValue)
                .perHost(Sbe.of(perHost))
                .name(name);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
