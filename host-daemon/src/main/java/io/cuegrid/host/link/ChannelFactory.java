package io.cuegrid.host.link;

import io.cuegrid.host.ExitStatus;
import io.cuegrid.host.HostException;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens channels to nodes: plain, or TLS when a certificate authority is given. */
public final class ChannelFactory {
    private static final int CONNECT_MILLIS_MAX = 5_000;

    private final @Nullable SslContext tls;

    /** @param certificateAuthority PEM file; null: no TLS */
    public ChannelFactory(@Nullable Path certificateAuthority) {
        if (certificateAuthority == null) {
            tls = null;
            return;
        }
        try {
            tls = GrpcSslContexts.forClient()
                    .trustManager(certificateAuthority.toFile())
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new HostException(
                    ExitStatus.USAGE,
                    "the certificate authority " + certificateAuthority + " cannot be used: " + e.getMessage());
        }
    }

    ManagedChannel open(String target, int inboundBytesMax) {
        int colon = target.lastIndexOf(':');
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))
                .maxInboundMessageSize(inboundBytesMax)
                .withOption(
                        io.grpc.netty.shaded.io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                .idleTimeout(1, TimeUnit.DAYS);
        return (tls == null ? builder.usePlaintext() : builder.sslContext(tls)).build();
    }
}
