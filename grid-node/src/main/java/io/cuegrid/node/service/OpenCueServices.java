package io.cuegrid.node.service;

import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.servant.Servants;
import io.grpc.BindableService;
import java.util.List;

/**
 * OpenCue's gRPC services, and cuegrid's launches, over a grid. A node adds them to its server behind the interceptors
 * of {@code io.cuegrid.node.service.auth}.
 */
public final class OpenCueServices {
    private OpenCueServices() {}

    /**
     * All 28 services and LaunchInterface; methods that are not built answer UNIMPLEMENTED with their names. Handlers
     * wait for the grid on the server's threads, so the server needs a pool of them, not its event loop.
     */
    public static List<BindableService> create(GridAccess grid, ServiceConfig config) {
        return List.copyOf(Servants.of(new Farm(grid, config)));
    }
}
