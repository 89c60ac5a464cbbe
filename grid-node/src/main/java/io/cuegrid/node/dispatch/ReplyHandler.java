package io.cuegrid.node.dispatch;

import io.cuegrid.core.sbe.ReplyDecoder;
import io.grpc.Status;

/** Waits for the answer to one command. Called once, on the loop's thread: do little. */
public interface ReplyHandler {

    /** The command's batch is acknowledged. @param reply valid during the call only; its detail is not read yet */
    void onReply(ReplyDecoder reply, long epoch, long sequence);

    /** It is not known, or known not to be so, that the command was decided: the status says which. */
    void onFailure(Status status);
}
