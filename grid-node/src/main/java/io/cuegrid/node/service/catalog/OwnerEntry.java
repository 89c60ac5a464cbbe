package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OwnerRecordDecoder;
import io.cuegrid.core.sbe.OwnerRecordEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Somebody who owns hosts. */
public record OwnerEntry(DirectBuffer bytes, long number, long version, long showNumber, String name)
        implements CatalogEntry {

    static OwnerEntry decode(DirectBuffer bytes) {
        OwnerRecordDecoder record = Sbe.wrap(new OwnerRecordDecoder(), bytes, 0);
        return new OwnerEntry(bytes, record.number(), record.recordVersion(), record.showNumber(), record.name());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(long showNumber, String name) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        OwnerRecordEncoder record = new OwnerRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .showNumber(showNumber)
                .name(name);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
