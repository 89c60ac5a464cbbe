package io.cuegrid.gateway.call;

/**
 * An HTTP answer that is ready to be written.
 *
 * @param retryAfterSeconds 0: no such header
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Reply(int httpStatus, String contentType, byte[] body, long retryAfterSeconds) {
    public static final String JSON = "application/json";

    static Reply ok(byte[] json) {
        return new Reply(StatusMap.httpStatus(io.grpc.Status.Code.OK), JSON, json, 0);
    }
}
