package io.cuegrid.node.service.client;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Small shortcuts around the generated flyweights. */
public final class Sbe {
    /** Longest text field, bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 65_534;

    private Sbe() {}

    /** Puts a decoder on a message that begins with its header. */
    public static <D extends MessageDecoderFlyweight> D wrap(D decoder, DirectBuffer buffer, int offset) {
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.templateId() != decoder.sbeTemplateId()) {
            throw new IllegalStateException("a message of template " + header.templateId() + " where "
                    + decoder.sbeTemplateId() + " is expected");
        }
        decoder.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return decoder;
    }

    public static BooleanType of(boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }

    public static boolean is(BooleanType value) {
        return value == BooleanType.T;
    }

    /** Whether a text fits into a text field. */
    public static boolean fits(String text) {
        return text.length() <= TEXT_BYTES_MAX / 3 || text.getBytes(StandardCharsets.UTF_8).length <= TEXT_BYTES_MAX;
    }
}
