package io.cuegrid.node.service.client;

import org.agrona.DirectBuffer;

/** Takes rows one by one; the bytes stay valid only during the call. */
@FunctionalInterface
public interface RowVisitor {

    /**
     * @param offset of the row's header
     * @return whether to go on
     */
    boolean row(DirectBuffer buffer, int offset, int length);
}
