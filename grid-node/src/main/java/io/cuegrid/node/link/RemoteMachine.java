package io.cuegrid.node.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cuegrid.api.nodelink.LinkCommand;
import io.cuegrid.api.nodelink.LinkQuery;
import io.cuegrid.api.nodelink.LinkReply;
import io.cuegrid.api.nodelink.LinkRows;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryResultDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A state machine that another node leads. Threading: any thread; answers come on gRPC's threads. */
final class RemoteMachine implements MachineAccess {
    /** What a call fails with that was never sent, so that it may be tried again. */
    static final String NOT_CONNECTED = "the node that leads is not connected; try again";

    /** A leader that does not answer for so long is gone or cut off. */
    private static final long CALL_SECONDS_MAX = 20;

    private final int cellNumber;
    private final NodeChannels channels;
    private final String address;

    RemoteMachine(int cellNumber, NodeChannels channels, String address) {
        this.cellNumber = cellNumber;
        this.channels = channels;
        this.address = address;
    }

    @Override
    public int cellNumber() {
        return cellNumber;
    }

    private NodeLinkGrpc.NodeLinkStub stub() {
        return NodeLinkGrpc.newStub(channels.channel(address))
                .withCallCredentials(channels.credentials())
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<CommandReply> submit(CommandEncoding command) {
        if (!channels.isConnected(address)) {
            return notConnected();
        }
        LinkCommand request = LinkCommand.newBuilder()
                .setCell(cellNumber)
                .setCommand(encode(command))
                .build();
        Answer<LinkReply, CommandReply> answer = new Answer<>(reply -> new CommandReply(
                ReplyCode.get((short) reply.getCode()),
                reply.getNumber(),
                reply.getVersion(),
                reply.getDetail(),
                reply.getEpoch(),
                reply.getSequence()));
        stub().submit(request, answer);
        return answer.future;
    }

    @Override
    public CompletableFuture<Rows> read(CommandEncoding query) {
        if (!channels.isConnected(address)) {
            return notConnected();
        }
        LinkQuery request = LinkQuery.newBuilder()
                .setCell(cellNumber)
                .setQuery(encode(query))
                .build();
        Answer<LinkRows, Rows> answer = new Answer<>(RemoteMachine::rows);
        stub().read(request, answer);
        return answer.future;
    }

    private static <T> CompletableFuture<T> notConnected() {
        return CompletableFuture.failedFuture(
                Status.UNAVAILABLE.withDescription(NOT_CONNECTED).asRuntimeException());
    }

    private static ByteString encode(CommandEncoding command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = command.encode(buffer, 0, 0);
        return UnsafeByteOperations.unsafeWrap(buffer.byteArray(), 0, length);
    }

    private static Rows rows(LinkRows answer) {
        byte[] bytes = answer.getRows().toByteArray();
        MessageListReader list = new MessageListReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        if (!list.next()) {
            return new Rows(list, 0, -1, answer.getEpoch(), answer.getSequence());
        }
        QueryResultDecoder result =
                new QueryResultDecoder().wrapAndApplyHeader(list.buffer(), list.offset(), new MessageHeaderDecoder());
        return new Rows(list, result.rows(), result.nextCursor(), answer.getEpoch(), answer.getSequence());
    }

    /** One answer of a call as a future. */
    private static final class Answer<A, T> implements StreamObserver<A> {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Function<A, T> mapping;

        Answer(Function<A, T> mapping) {
            this.mapping = mapping;
        }

        @Override
        public void onNext(A answer) {
            future.complete(mapping.apply(answer));
        }

        @Override
        public void onError(Throwable error) {
            future.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {}
    }
}
