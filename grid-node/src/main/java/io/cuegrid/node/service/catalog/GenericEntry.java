package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.GenericRecordDecoder;
import io.cuegrid.core.sbe.GenericRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the directory keeps for the API and never decides with: comments, filters, departments, tasks. */
public record GenericEntry(
        DirectBuffer bytes, long number, long version, long parentNumber, String name, DirectBuffer content)
        implements CatalogEntry {

    static GenericEntry decode(DirectBuffer bytes) {
        GenericRecordDecoder record = Sbe.wrap(new GenericRecordDecoder(), bytes, 0);
        long number = record.number();
        long version = record.recordVersion();
        long parentNumber = record.parentNumber();
        String name = record.name();
        UnsafeBuffer content = new UnsafeBuffer(new byte[record.contentLength()]);
        record.getContent(content, 0, content.capacity());
        return new GenericEntry(bytes, number, version, parentNumber, name, content);
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(long parentNumber, String name, byte[] content) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        GenericRecordEncoder record = new GenericRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .parentNumber(parentNumber)
                .name(name)
                .putContent(content, 0, content.length);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
