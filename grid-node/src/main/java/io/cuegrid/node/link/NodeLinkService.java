package io.cuegrid.node.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cuegrid.api.nodelink.AnnounceRequest;
import io.cuegrid.api.nodelink.AnnounceResponse;
import io.cuegrid.api.nodelink.FetchChunk;
import io.cuegrid.api.nodelink.FetchRequest;
import io.cuegrid.api.nodelink.IntroduceRequest;
import io.cuegrid.api.nodelink.IntroduceResponse;
import io.cuegrid.api.nodelink.LinkCellsRequest;
import io.cuegrid.api.nodelink.LinkCellsResponse;
import io.cuegrid.api.nodelink.LinkCommand;
import io.cuegrid.api.nodelink.LinkQuery;
import io.cuegrid.api.nodelink.LinkReply;
import io.cuegrid.api.nodelink.LinkRows;
import io.cuegrid.api.nodelink.MeetRequest;
import io.cuegrid.api.nodelink.MeetResponse;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.partner.Partner;
import io.cuegrid.node.partner.Standing;
import io.cuegrid.node.recovery.LocalFiles;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes ask of this one. Commands and reads are decided here or refused, never sent on: so no call goes in
 * circles.
 */
public final class NodeLinkService extends NodeLinkGrpc.NodeLinkImplBase {
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final IntFunction<@Nullable LocalMachine> machines;
    private final LocalFiles files;
    private final Supplier<LinkCellsResponse> cells;
    private final Function<MeetRequest, MeetResponse> meeting;
    private final Standing standing;

    /**
     * @param machines this node's own side of a cell, null when it does not know it
     * @param cells where this node stands with each cell
     * @param meeting whether this node has a grid that the caller may join
     */
    public NodeLinkService(
            IntFunction<@Nullable LocalMachine> machines,
            LocalFiles files,
            Supplier<LinkCellsResponse> cells,
            Function<MeetRequest, MeetResponse> meeting,
            Standing standing) {
        this.machines = machines;
        this.files = files;
        this.cells = cells;
        this.meeting = meeting;
        this.standing = standing;
    }

    @Override
    public void meet(MeetRequest request, StreamObserver<MeetResponse> answer) {
        answer.onNext(meeting.apply(request));
        answer.onCompleted();
    }

    @Override
    public void introduce(IntroduceRequest request, StreamObserver<IntroduceResponse> answer) {
        try {
            standing.told(new Partner(
                    request.getId(), request.getName(), request.getMemberAddress(), request.getGrpcAddress()));
            answer.onNext(IntroduceResponse.newBuilder().setId(standing.id()).build());
            answer.onCompleted();
        } catch (IllegalArgumentException wrong) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(wrong.getMessage()).asRuntimeException());
        } catch (IOException e) {
            answer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }

    @Override
    public void submit(LinkCommand request, StreamObserver<LinkReply> answer) {
        @Nullable LocalMachine machine = machine(request.getCell(), answer);
        if (machine == null) {
            return;
        }
        var unused = machine.submit(encoding(request.getCommand(), true)).whenComplete((reply, error) -> {
            if (error != null) {
                answer.onError(status(error));
                return;
            }
            answer.onNext(LinkReply.newBuilder()
                    .setCode(reply.code().value())
                    .setNumber(reply.number())
                    .setVersion(reply.version())
                    .setDetail(reply.detail())
                    .setEpoch(reply.epoch())
                    .setSequence(reply.sequence())
                    .build());
            answer.onCompleted();
        });
    }

    @Override
    public void read(LinkQuery request, StreamObserver<LinkRows> answer) {
        @Nullable LocalMachine machine = machine(request.getCell(), answer);
        if (machine == null) {
            return;
        }
        var unused = machine.readApart(encoding(request.getQuery(), false)).whenComplete((rows, error) -> {
            if (error != null) {
                answer.onError(status(error));
                return;
            }
            answer.onNext(LinkRows.newBuilder()
                    .setRows(listOf(rows))
                    .setEpoch(rows.epoch())
                    .setSequence(rows.sequence())
                    .build());
            answer.onCompleted();
        });
    }

    /** The whole list that the rows stand in. */
    private static ByteString listOf(MachineAccess.Rows rows) {
        DirectBuffer list = rows.rows().buffer();
        int length = rows.rows().limit();
        byte[] bytes = new byte[length];
        list.getBytes(0, bytes);
        rows.release().run();
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    @Override
    public void announce(AnnounceRequest request, StreamObserver<AnnounceResponse> answer) {
        try {
            answer.onNext(files.announce(request.getCell()));
            answer.onCompleted();
        } catch (IOException | RuntimeException e) {
            answer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchChunk> answer) {
        try {
            byte[] state = files.snapshotOf(request.getCell());
            for (int offset = 0; offset < state.length; offset += CHUNK_BYTES) {
                int length = Math.min(CHUNK_BYTES, state.length - offset);
                answer.onNext(FetchChunk.newBuilder()
                        .setContent(UnsafeByteOperations.unsafeWrap(state, offset, length))
                        .build());
            }
            answer.onCompleted();
        } catch (IOException | RuntimeException e) {
            answer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }

    @Override
    public void getCells(LinkCellsRequest request, StreamObserver<LinkCellsResponse> answer) {
        answer.onNext(cells.get());
        answer.onCompleted();
    }

    private @Nullable LocalMachine machine(int cellNumber, StreamObserver<?> answer) {
        @Nullable LocalMachine machine = machines.apply(cellNumber);
        if (machine == null) {
            answer.onError(
                    Status.UNAVAILABLE.withDescription(LocalMachine.NOT_LEADING).asRuntimeException());
        }
        return machine;
    }

    private static MachineAccess.CommandEncoding encoding(ByteString message, boolean command) {
        return (buffer, offset, correlationId) -> {
            copy(message, buffer, offset);
            if (command) {
                buffer.putLong(offset + MessageHeaderDecoder.ENCODED_LENGTH, correlationId, ByteOrder.LITTLE_ENDIAN);
            }
            return message.size();
        };
    }

    private static void copy(ByteString message, MutableDirectBuffer buffer, int offset) {
        buffer.putBytes(offset, new UnsafeBuffer(message.asReadOnlyByteBuffer()), 0, message.size());
    }

    private static RuntimeException status(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return Status.fromThrowable(cause).asRuntimeException();
    }
}
