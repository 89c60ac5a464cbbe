package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.launch.Launcher;
import io.cuegrid.node.service.launch.Launcher.Launched;
import io.cuegrid.node.service.rpc.MethodTable;

/** Every way to launch jobs. The answer comes when the grid has acknowledged them. Threading: any thread. */
final class LaunchServant {
    private final Launcher launcher;

    LaunchServant(Farm farm) {
        this.launcher = new Launcher(farm);
    }

    void register(MethodTable launch) {
        launch.on(LaunchInterfaceGrpc.getLaunchDocumentMethod(), this::launchDocument);
    }

    private LaunchDocumentResponse launchDocument(LaunchDocumentRequest request) {
        LaunchDocumentResponse.Builder response = LaunchDocumentResponse.newBuilder();
        for (Launched job : launcher.launch(request.getSpec())) {
            response.addJobIds(job.id()).addJobNames(job.name());
        }
        return response.build();
    }
}
