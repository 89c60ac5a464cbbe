package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobReorderFramesResponse;
import io.cuegrid.api.opencue.job.JobStaggerFramesResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerReorderFramesResponse;
import io.cuegrid.api.opencue.job.LayerStaggerFramesResponse;
import io.cuegrid.api.opencue.job.Order;
import io.cuegrid.core.sbe.FrameOrder;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.criteria.FrameCriteria;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;

/** Reordering and staggering of frames, of a job and of a layer. Threading: any thread. */
final class FrameOrders {
    private static final int EVERY_LAYER = -1;

    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;

    FrameOrders(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
    }

    void register(MethodTable job, MethodTable layer) {
        job.doing(
                        JobInterfaceGrpc.getReorderFramesMethod(),
                        request -> send(
                                jobs.require(request.getJob()),
                                EVERY_LAYER,
                                order(request.getOrder()),
                                0,
                                request.getRange()),
                        JobReorderFramesResponse.getDefaultInstance())
                .doing(
                        JobInterfaceGrpc.getStaggerFramesMethod(),
                        request -> send(
                                jobs.require(request.getJob()),
                                EVERY_LAYER,
                                FrameOrder.STAGGER,
                                stagger(request.getStagger()),
                                request.getRange()),
                        JobStaggerFramesResponse.getDefaultInstance());
        layer.doing(
                        LayerInterfaceGrpc.getReorderFramesMethod(),
                        request -> {
                            EntityId id = layers.require(request.getLayer());
                            send(id, id.sub(), order(request.getOrder()), 0, request.getRange());
                        },
                        LayerReorderFramesResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getStaggerFramesMethod(),
                        request -> {
                            EntityId id = layers.require(request.getLayer());
                            send(id, id.sub(), FrameOrder.STAGGER, stagger(request.getStagger()), request.getRange());
                        },
                        LayerStaggerFramesResponse.getDefaultInstance());
    }

    private static FrameOrder order(Order order) {
        return switch (order) {
            case FIRST -> FrameOrder.FIRST;
            case LAST -> FrameOrder.LAST;
            case REVERSE -> FrameOrder.REVERSE;
            case UNRECOGNIZED -> throw Problem.invalid("The request names an order that this grid does not know.");
        };
    }

    private static int stagger(int stagger) {
        if (stagger < 1) {
            throw Problem.invalid("A stagger of " + stagger + ": 1 or more is needed.");
        }
        return stagger;
    }

    private void send(EntityId entity, int layer, FrameOrder order, int stagger, String range) {
        farm.cellOf(entity)
                .machine()
                .send(Commands.reorderFrames(
                        entity.number(),
                        layer,
                        order,
                        stagger,
                        FrameCriteria.range(range).runs()));
    }
}
