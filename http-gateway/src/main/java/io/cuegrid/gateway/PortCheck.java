package io.cuegrid.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a port can be listened on, asked before anything else is begun: a process that cannot listen must not have done
 * half of its start. Stateless.
 */
public final class PortCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PortCheck.class);
    private static final int BACKLOG = 1;

    private PortCheck() {}

    /**
     * @param what listens there, for the sentence
     * @param port 0 (any free one) and below are not looked at
     * @param options that name another port
     * @throws IOException with a sentence that names the port and the options
     */
    public static void requireFree(String what, String bind, int port, String options) throws IOException {
        if (port <= 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getByName(bind))) {
            LOG.debug("{} may listen on {}", what, socket);
        } catch (BindException taken) {
            throw new IOException(
                    what + " cannot listen on " + bind + ":" + port + " ("
                            + String.valueOf(taken.getMessage()) + "): end the process that has the port, or give "
                            + options,
                    taken);
        }
    }
}
