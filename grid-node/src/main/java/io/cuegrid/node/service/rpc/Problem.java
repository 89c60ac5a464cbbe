package io.cuegrid.node.service.rpc;

import io.cuegrid.core.sbe.ReplyCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Refusals as gRPC statuses. The message is a sentence for the person at the other end: what, where, how to mend it.
 * Never INTERNAL for what a caller did.
 */
public final class Problem {
    private Problem() {}

    public static StatusRuntimeException notFound(String sentence) {
        return of(Status.NOT_FOUND, sentence);
    }

    public static StatusRuntimeException invalid(String sentence) {
        return of(Status.INVALID_ARGUMENT, sentence);
    }

    public static StatusRuntimeException exists(String sentence) {
        return of(Status.ALREADY_EXISTS, sentence);
    }

    public static StatusRuntimeException precondition(String sentence) {
        return of(Status.FAILED_PRECONDITION, sentence);
    }

    public static StatusRuntimeException exhausted(String sentence) {
        return of(Status.RESOURCE_EXHAUSTED, sentence);
    }

    public static StatusRuntimeException unavailable(String sentence) {
        return of(Status.UNAVAILABLE, sentence);
    }

    public static StatusRuntimeException unimplemented(String sentence) {
        return of(Status.UNIMPLEMENTED, sentence);
    }

    public static StatusRuntimeException deadline(String sentence) {
        return of(Status.DEADLINE_EXCEEDED, sentence);
    }

    /** @param code of a reply, not OK */
    public static StatusRuntimeException of(ReplyCode code, String sentence) {
        return of(status(code), sentence);
    }

    private static Status status(ReplyCode code) {
        return switch (code) {
            case OK -> throw new IllegalArgumentException("OK is no refusal");
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case INVALID -> Status.INVALID_ARGUMENT;
            case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case CONFLICT -> Status.ABORTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
            case NULL_VAL -> Status.INTERNAL;
        };
    }

    private static StatusRuntimeException of(Status status, String sentence) {
        return status.withDescription(sentence).asRuntimeException();
    }
}
