package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.notFound;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.OutputDocument;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.job.LayerFindLayerRequest;
import io.cuegrid.api.opencue.job.LayerFindLayerResponse;
import io.cuegrid.api.opencue.job.LayerGetLayerResponse;
import io.cuegrid.api.opencue.job.LayerGetLimitsRequest;
import io.cuegrid.api.opencue.job.LayerGetLimitsResponse;
import io.cuegrid.api.opencue.job.LayerGetOutputPathsRequest;
import io.cuegrid.api.opencue.job.LayerGetOutputPathsResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.LimitMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;

/** LayerInterface: layers as they are. Threading: any thread. */
final class LayerServant {
    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;

    LayerServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
    }

    void register(MethodTable table) {
        table.on(
                        LayerInterfaceGrpc.getGetLayerMethod(),
                        request -> LayerGetLayerResponse.newBuilder()
                                .setLayer(layers.get(
                                        new View(farm), farm.ids().require(request.getId(), EntityKind.LAYER, "layer")))
                                .build())
                .on(LayerInterfaceGrpc.getFindLayerMethod(), this::find)
                .on(LayerInterfaceGrpc.getGetLimitsMethod(), this::limits)
                .on(LayerInterfaceGrpc.getGetOutputPathsMethod(), this::outputPaths);
    }

    private LayerFindLayerResponse find(LayerFindLayerRequest request) {
        View view = new View(farm);
        Job job = jobs.pending(view, request.getJob());
        if (job != null) {
            for (Layer layer : layers.ofJob(view, jobs.require(job))) {
                if (layer.getName().equals(request.getLayer())) {
                    return LayerFindLayerResponse.newBuilder().setLayer(layer).build();
                }
            }
        }
        throw notFound("Layer not found: no pending job '" + request.getJob() + "' with a layer '" + request.getLayer()
                + "'.");
    }

    private LayerGetLimitsResponse limits(LayerGetLimitsRequest request) {
        View view = new View(farm);
        Layer layer = layers.get(view, layers.require(request.getLayer()));
        LayerGetLimitsResponse.Builder response = LayerGetLimitsResponse.newBuilder();
        for (LimitEntry limit : view.catalog().all(EntryKind.LIMIT)) {
            if (layer.getLimitsList().contains(limit.name())) {
                response.addLimits(LimitMapper.map(view, limit));
            }
        }
        return response.build();
    }

    /** The outputs that the submission named. */
    private LayerGetOutputPathsResponse outputPaths(LayerGetOutputPathsRequest request) {
        EntityId id = layers.require(request.getLayer());
        JobDocument document = Layers.document(farm.cellOf(id), id.number());
        if (id.sub() >= document.getLayersCount()) {
            throw notFound("Layer not found: " + id + ".");
        }
        LayerGetOutputPathsResponse.Builder response = LayerGetOutputPathsResponse.newBuilder();
        for (OutputDocument output : document.getLayers(id.sub()).getOutputsList()) {
            response.addOutputPaths(output.getPath());
        }
        return response.build();
    }
}
