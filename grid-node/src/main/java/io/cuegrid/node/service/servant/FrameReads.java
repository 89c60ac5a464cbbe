package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.notFound;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameFindFrameRequest;
import io.cuegrid.api.opencue.job.FrameFindFrameResponse;
import io.cuegrid.api.opencue.job.FrameGetFrameResponse;
import io.cuegrid.api.opencue.job.FrameGetFramesRequest;
import io.cuegrid.api.opencue.job.FrameGetFramesResponse;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetFramesResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerGetFramesRequest;
import io.cuegrid.api.opencue.job.LayerGetFramesResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.List;

/** Frames as they are, from the three services that give them. Threading: any thread. */
final class FrameReads {
    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;
    private final Frames frames;

    FrameReads(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
        this.frames = new Frames(farm);
    }

    void register(MethodTable job, MethodTable layer, MethodTable frame) {
        job.on(
                JobInterfaceGrpc.getGetFramesMethod(),
                request -> JobGetFramesResponse.newBuilder()
                        .setFrames(sequence(
                                frames.search(new View(farm), jobs.require(request.getJob()), -1, request.getReq())))
                        .build());
        layer.on(LayerInterfaceGrpc.getGetFramesMethod(), this::ofLayer);
        frame.on(
                        FrameInterfaceGrpc.getGetFrameMethod(),
                        request -> FrameGetFrameResponse.newBuilder()
                                .setFrame(frames.get(
                                        new View(farm), farm.ids().require(request.getId(), EntityKind.FRAME, "frame")))
                                .build())
                .on(FrameInterfaceGrpc.getFindFrameMethod(), this::find)
                .on(FrameInterfaceGrpc.getGetFramesMethod(), this::ofJobName);
    }

    private LayerGetFramesResponse ofLayer(LayerGetFramesRequest request) {
        EntityId layer = layers.require(request.getLayer());
        return LayerGetFramesResponse.newBuilder()
                .setFrames(sequence(frames.search(new View(farm), layer, layer.sub(), request.getS())))
                .build();
    }

    private FrameGetFramesResponse ofJobName(FrameGetFramesRequest request) {
        View view = new View(farm);
        EntityId job = pending(view, request.getJob());
        return FrameGetFramesResponse.newBuilder()
                .setFrames(sequence(frames.search(view, job, -1, request.getR())))
                .build();
    }

    private FrameFindFrameResponse find(FrameFindFrameRequest request) {
        View view = new View(farm);
        FrameSearchCriteria criteria = FrameSearchCriteria.newBuilder()
                .addLayers(request.getLayer())
                .setFrameRange(Integer.toString(request.getFrame()))
                .setLimit(1)
                .build();
        List<Frame> found = frames.search(view, pending(view, request.getJob()), -1, criteria);
        if (found.isEmpty()) {
            throw notFound("Frame not found: job '" + request.getJob() + "' has no frame " + request.getFrame()
                    + " in a layer '" + request.getLayer() + "'.");
        }
        return FrameFindFrameResponse.newBuilder().setFrame(found.get(0)).build();
    }

    private EntityId pending(View view, String name) {
        Job job = jobs.pending(view, name);
        if (job == null) {
            throw notFound("Job not found: no pending job has the name '" + name + "'.");
        }
        return jobs.require(job);
    }

    private static FrameSeq sequence(List<Frame> found) {
        return FrameSeq.newBuilder().addAllFrames(found).build();
    }
}
