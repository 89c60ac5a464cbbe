package io.cuegrid.node.service.client;

import io.cuegrid.core.sbe.LaunchAbortDecoder;
import io.cuegrid.core.sbe.LaunchCommitDecoder;
import io.cuegrid.core.sbe.LaunchJobDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OnBehalfEncoder;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A command with who asked for it. Launches go as they are: they are large, and each job of them names its user.
 *
 * @param reason may be empty
 */
record OnBehalf(CommandEncoding command, String user, String reason) implements CommandEncoding {
    private static final int COMMAND_BYTES = 512;

    @Override
    public int encode(MutableDirectBuffer buffer, int offset, long correlationId) {
        ExpandableArrayBuffer inner = new ExpandableArrayBuffer(COMMAND_BYTES);
        int length = command.encode(inner, 0, correlationId);
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(inner, 0);
        switch (header.templateId()) {
            case LaunchJobDecoder.TEMPLATE_ID, LaunchCommitDecoder.TEMPLATE_ID, LaunchAbortDecoder.TEMPLATE_ID -> {
                buffer.putBytes(offset, inner, 0, length);
                return length;
            }
            default -> {
                OnBehalfEncoder whole = new OnBehalfEncoder()
                        .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                        .correlationId(correlationId)
                        .user(user)
                        .reason(reason)
                        .putCommand(inner, 0, length);
                return MessageHeaderEncoder.ENCODED_LENGTH + whole.encodedLength();
            }
        }
    }
}
