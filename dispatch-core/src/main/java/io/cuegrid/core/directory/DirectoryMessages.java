package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.CatalogChangedEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what the directory says, in one buffer that changes with the next message. Not thread-safe. */
final class DirectoryMessages {
    private static final int INITIAL_BYTES = 1024;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(INITIAL_BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CatalogChangedEncoder event = new CatalogChangedEncoder();
    private final ReplyEncoder reply = new ReplyEncoder();

    DirectBuffer buffer() {
        return buffer;
    }

    /** @return its length, header included */
    int event(long version, Change change, byte[] record) {
        event.wrapAndApplyHeader(buffer, 0, header)
                .directoryVersion(version)
                .operation(change.operation())
                .kind(change.kind())
                .number(change.number())
                .putRecord(record, 0, record.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }

    /** @return its length, header included */
    int reply(long correlationId, ReplyCode code, long number, long version, String detail) {
        reply.wrapAndApplyHeader(buffer, 0, header)
                .correlationId(correlationId)
                .code(code)
                .number(number)
                .version(version)
                .detail(detail);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }
}
