package io.cuegrid.outline.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The four ports of a farm: fixed distances from one base. @param base 1024 to 65000 */
public record Ports(int base) {
    public static final int DEFAULT_BASE = 8440;
    private static final int BASE_MIN = 1024;
    private static final int BASE_MAX = 65_000;
    private static final int FREE_FROM = 20_000;
    private static final int FREE_TO = 32_000;
    private static final int STEP = 10;
    private static final int TRIES_MAX = 200;

    public Ports {
        if (base < BASE_MIN || base > BASE_MAX) {
            throw new IllegalArgumentException(
                    "the port base must be " + BASE_MIN + " to " + BASE_MAX + ", not " + base);
        }
    }

    public int postgres() {
        return base + 2;
    }

    public int grpc() {
        return base + 3;
    }

    public int member() {
        return base + 6;
    }

    public int rest() {
        return base + 8;
    }

    /** @return the ports that another program listens at */
    public List<Integer> taken() {
        return List.of(postgres(), grpc(), member(), rest()).stream()
                .filter(port -> !isFree(port))
                .toList();
    }

    /** Ports that nobody uses now, below the range that systems give to outgoing connections. */
    public static Ports free() {
        for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
            int steps = (FREE_TO - FREE_FROM) / STEP;
            Ports ports =
                    new Ports(FREE_FROM + STEP * ThreadLocalRandom.current().nextInt(steps));
            if (ports.taken().isEmpty()) {
                return ports;
            }
        }
        throw new LaunchException("no free ports between " + FREE_FROM + " and " + FREE_TO);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
