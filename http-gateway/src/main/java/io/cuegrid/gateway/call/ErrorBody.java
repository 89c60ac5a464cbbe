package io.cuegrid.gateway.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A failed call as HTTP: {@code {"code":5,"message":"…","details":[]}} with the status of {@link StatusMap}. A
 * {@code RetryInfo} among the details becomes the header {@code Retry-After} as well.
 *
 * <p>Threading: any thread.
 */
public final class ErrorBody {
    private static final long BUSY_RETRY_SECONDS = 1;
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final JsonFactory factory = new JsonFactory();
    private final JsonFormat.Printer details = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(RetryInfo.getDescriptor())
                    .add(BadRequest.getDescriptor())
                    .add(ErrorInfo.getDescriptor())
                    .add(PreconditionFailure.getDescriptor())
                    .add(QuotaFailure.getDescriptor())
                    .build());

    /** What a call ended with. */
    public Reply of(Throwable failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return of(Status.Code.INTERNAL, String.valueOf(failure.getMessage()));
        }
        Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
        return reply(
                StatusMap.httpStatus(code), code, status.getMessage(), status.getDetailsList(), retryAfter(status));
    }

    /** A refusal of the gateway's own. Without a valid token the answer is plain text, as OpenCue's. */
    public Reply of(RefusalException refusal) {
        String text = refusal.text();
        return switch (refusal.reason()) {
            case UNAUTHENTICATED ->
                new Reply(
                        StatusMap.httpStatus(Status.Code.UNAUTHENTICATED),
                        TEXT,
                        text.getBytes(StandardCharsets.UTF_8),
                        0);
            case UNKNOWN -> of(Status.Code.NOT_FOUND, text);
            case VERB -> of(Status.Code.UNIMPLEMENTED, text);
            case STOPPING -> of(Status.Code.UNAVAILABLE, text);
            case MALFORMED -> of(Status.Code.INVALID_ARGUMENT, text);
            case TOO_LARGE -> reply(PAYLOAD_TOO_LARGE, Status.Code.RESOURCE_EXHAUSTED, text, List.of(), 0);
            case BUSY ->
                reply(
                        StatusMap.httpStatus(Status.Code.RESOURCE_EXHAUSTED),
                        Status.Code.RESOURCE_EXHAUSTED,
                        text,
                        List.of(),
                        BUSY_RETRY_SECONDS);
        };
    }

    private Reply of(Status.Code code, String message) {
        return reply(StatusMap.httpStatus(code), code, message, List.of(), 0);
    }

    private Reply reply(int httpStatus, Status.Code code, String message, List<Any> any, long retryAfterSeconds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("code", code.value());
            json.writeStringField("message", message);
            json.writeArrayFieldStart("details");
            for (Any detail : any) {
                writeDetail(json, detail);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new Reply(httpStatus, Reply.JSON, bytes.toByteArray(), retryAfterSeconds);
    }

    private void writeDetail(JsonGenerator json, Any detail) throws IOException {
        try {
            json.writeRawValue(details.print(detail));
        } catch (InvalidProtocolBufferException e) {
            // a type that this gateway does not know: its name and bytes
            json.writeStartObject();
            json.writeStringField("@type", detail.getTypeUrl());
            json.writeStringField(
                    "value",
                    Base64.getEncoder().encodeToString(detail.getValue().toByteArray()));
            json.writeEndObject();
        }
    }

    private static long retryAfter(com.google.rpc.Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    RetryInfo info = detail.unpack(RetryInfo.class);
                    long roundUp = info.getRetryDelay().getNanos() > 0 ? 1 : 0;
                    return Math.max(1, info.getRetryDelay().getSeconds() + roundUp);
                } catch (InvalidProtocolBufferException e) {
                    return BUSY_RETRY_SECONDS;
                }
            }
        }
        return 0;
    }
}
