package io.cuegrid.gateway.call;

import io.grpc.Status;

/** Which HTTP status stands for which gRPC status; the table of grpc-gateway, which OpenCue's tools rely on. */
public final class StatusMap {
    private static final int OK = 200;
    private static final int CLIENT_CLOSED = 499;

    private StatusMap() {}

    /** 200 to 599. */
    public static int httpStatus(Status.Code code) {
        return switch (code) {
            case OK -> OK;
            case CANCELLED -> CLIENT_CLOSED;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }
}
