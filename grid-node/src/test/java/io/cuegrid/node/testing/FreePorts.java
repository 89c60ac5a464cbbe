package io.cuegrid.node.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody used a moment ago. They lie below those that the system gives to connections: who connects to
 * one of those while nobody listens there may be connected to itself, and then holds the port.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int END = 30_000;
    private static final int TRIES_MAX = 1_000;

    private FreePorts() {}

    public static int next() {
        for (int i = 0; i < TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + END + " in " + TRIES_MAX + " tries");
    }
}
