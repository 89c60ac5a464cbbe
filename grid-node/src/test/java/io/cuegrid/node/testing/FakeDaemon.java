package io.cuegrid.node.testing;

import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostInventory;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.ProcState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A daemon that says what a test tells it to. Threading: the test's thread sends; gRPC's fills the lists. */
public final class FakeDaemon implements AutoCloseable {
    public final List<GridMessage> received = new CopyOnWriteArrayList<>();
    public final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    public final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final ManagedChannel channel;
    private final StreamObserver<HostMessage> stream;
    private final String name;
    private long number;

    public FakeDaemon(int port, String token, String name) {
        this.name = name;
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        stream = HostLinkGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .connect(new StreamObserver<>() {
                    @Override
                    public void onNext(GridMessage message) {
                        received.add(message);
                    }

                    @Override
                    public void onError(Throwable error) {
                        failed.complete(error);
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(true);
                    }
                });
    }

    public FakeDaemon hello(UUID hostId, String facility) {
        return hello(hostId, facility, List.of());
    }

    /** @param procs that the daemon knows of */
    public FakeDaemon hello(UUID hostId, String facility, List<ProcState> procs) {
        return send(HostMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setHostId(hostId.toString())
                        .setHostName(name)
                        .setFacility(facility)
                        .setBootId("boot")
                        .setIncarnation(1)
                        .addAllProcs(procs)
                        .setInventory(HostInventory.newBuilder()
                                .setCoreUnits(400)
                                .setMemoryKib(8L << 20)
                                .setTotalMemoryKib(8L << 20)
                                .setTotalTempKib(100L << 20)
                                .addOs("linux")
                                .addTags("general")
                                .addTags(name))));
    }

    public FakeDaemon send(HostMessage.Builder message) {
        number++;
        stream.onNext(message.setNumber(number).build());
        return this;
    }

    public long number() {
        return number;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
