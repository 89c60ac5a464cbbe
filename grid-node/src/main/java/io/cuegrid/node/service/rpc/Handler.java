package io.cuegrid.node.service.rpc;

/** One unary method. It runs on a thread of the gRPC server and may wait for the grid. */
@FunctionalInterface
public interface Handler<Q, R> {

    /** @throws io.grpc.StatusRuntimeException for every refusal that a caller can do something about */
    R answer(Q request);
}
