package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.depend.Depend;
import io.cuegrid.api.opencue.depend.DependGetDependResponse;
import io.cuegrid.api.opencue.depend.DependInterfaceGrpc;
import io.cuegrid.api.opencue.depend.DependSatisfyResponse;
import io.cuegrid.api.opencue.depend.DependUnsatisfyResponse;
import io.cuegrid.api.opencue.job.FrameCreateDependencyOnFrameResponse;
import io.cuegrid.api.opencue.job.FrameCreateDependencyOnJobResponse;
import io.cuegrid.api.opencue.job.FrameCreateDependencyOnLayerResponse;
import io.cuegrid.api.opencue.job.FrameDropDependsResponse;
import io.cuegrid.api.opencue.job.FrameGetWhatDependsOnThisResponse;
import io.cuegrid.api.opencue.job.FrameGetWhatThisDependsOnResponse;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobCreateDependencyOnFrameResponse;
import io.cuegrid.api.opencue.job.JobCreateDependencyOnJobResponse;
import io.cuegrid.api.opencue.job.JobCreateDependencyOnLayerResponse;
import io.cuegrid.api.opencue.job.JobDropDependsResponse;
import io.cuegrid.api.opencue.job.JobGetDependsResponse;
import io.cuegrid.api.opencue.job.JobGetWhatDependsOnThisResponse;
import io.cuegrid.api.opencue.job.JobGetWhatThisDependsOnResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerCreateDependOnFrameResponse;
import io.cuegrid.api.opencue.job.LayerCreateDependOnJobResponse;
import io.cuegrid.api.opencue.job.LayerCreateDependOnLayerResponse;
import io.cuegrid.api.opencue.job.LayerCreateFrameByFrameDependResponse;
import io.cuegrid.api.opencue.job.LayerDropDependsResponse;
import io.cuegrid.api.opencue.job.LayerGetWhatDependsOnThisResponse;
import io.cuegrid.api.opencue.job.LayerGetWhatThisDependsOnResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.rpc.MethodTable;

/** Everything about depends, of jobs, layers, frames and of themselves. Threading: any thread. */
final class DependServant {
    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;
    private final Frames frames;
    private final Depends depends;

    DependServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
        this.frames = new Frames(farm);
        this.depends = new Depends(farm);
    }

    void register(MethodTable job, MethodTable layer, MethodTable frame, MethodTable depend) {
        ofJob(job);
        ofLayer(layer);
        ofFrame(frame);
        depend.on(
                        DependInterfaceGrpc.getGetDependMethod(),
                        request -> DependGetDependResponse.newBuilder()
                                .setDepend(
                                        depends.get(farm.ids().require(request.getId(), EntityKind.DEPEND, "depend")))
                                .build())
                .doing(
                        DependInterfaceGrpc.getSatisfyMethod(),
                        request -> depends.satisfy(require(request.getDepend()), true),
                        DependSatisfyResponse.getDefaultInstance())
                .doing(
                        DependInterfaceGrpc.getUnsatisfyMethod(),
                        request -> depends.satisfy(require(request.getDepend()), false),
                        DependUnsatisfyResponse.getDefaultInstance());
    }

    private EntityId require(Depend depend) {
        return farm.ids().require(depend.getId(), EntityKind.DEPEND, "depend");
    }

    private void ofJob(MethodTable table) {
        table.on(
                        JobInterfaceGrpc.getCreateDependencyOnJobMethod(),
                        r -> JobCreateDependencyOnJobResponse.newBuilder()
                                .setDepend(create(
                                        DependType.JOB_ON_JOB, jobs.require(r.getJob()), jobs.require(r.getOnJob())))
                                .build())
                .on(
                        JobInterfaceGrpc.getCreateDependencyOnLayerMethod(),
                        r -> JobCreateDependencyOnLayerResponse.newBuilder()
                                .setDepend(create(
                                        DependType.JOB_ON_LAYER,
                                        jobs.require(r.getJob()),
                                        layers.require(r.getLayer())))
                                .build())
                .on(
                        JobInterfaceGrpc.getCreateDependencyOnFrameMethod(),
                        r -> JobCreateDependencyOnFrameResponse.newBuilder()
                                .setDepend(create(
                                        DependType.JOB_ON_FRAME,
                                        jobs.require(r.getJob()),
                                        frames.require(r.getFrame())))
                                .build())
                .on(JobInterfaceGrpc.getGetDependsMethod(), request -> {
                    EntityId id = jobs.require(request.getJob());
                    return JobGetDependsResponse.newBuilder()
                            .setDepends(depends.search(
                                    id,
                                    row -> row.erJobNumber() == id.number()
                                            && row.dependType() != DependType.FRAME_ON_FRAME))
                            .build();
                })
                .on(JobInterfaceGrpc.getGetWhatThisDependsOnMethod(), request -> {
                    EntityId id = jobs.require(request.getJob());
                    return JobGetWhatThisDependsOnResponse.newBuilder()
                            .setDepends(depends.search(
                                    id, row -> row.erJobNumber() == id.number() && row.erLayerIndex() < 0))
                            .build();
                })
                .on(JobInterfaceGrpc.getGetWhatDependsOnThisMethod(), request -> {
                    EntityId id = jobs.require(request.getJob());
                    return JobGetWhatDependsOnThisResponse.newBuilder()
                            .setDepends(depends.search(id, row -> row.onJobNumber() == id.number()))
                            .build();
                })
                .doing(
                        JobInterfaceGrpc.getDropDependsMethod(),
                        request -> depends.drop(jobs.require(request.getJob()), request.getTarget()),
                        JobDropDependsResponse.getDefaultInstance());
    }

    private void ofLayer(MethodTable table) {
        table.on(
                        LayerInterfaceGrpc.getCreateDependencyOnJobMethod(),
                        r -> LayerCreateDependOnJobResponse.newBuilder()
                                .setDepend(create(
                                        DependType.LAYER_ON_JOB,
                                        layers.require(r.getLayer()),
                                        jobs.require(r.getJob())))
                                .build())
                .on(
                        LayerInterfaceGrpc.getCreateDependencyOnLayerMethod(),
                        r -> LayerCreateDependOnLayerResponse.newBuilder()
                                .setDepend(create(
                                        DependType.LAYER_ON_LAYER,
                                        layers.require(r.getLayer()),
                                        layers.require(r.getDependOnLayer())))
                                .build())
                .on(
                        LayerInterfaceGrpc.getCreateDependencyOnFrameMethod(),
                        r -> LayerCreateDependOnFrameResponse.newBuilder()
                                .setDepend(create(
                                        DependType.LAYER_ON_FRAME,
                                        layers.require(r.getLayer()),
                                        frames.require(r.getFrame())))
                                .build())
                // OpenCue ignores anyFrame here as well
                .on(
                        LayerInterfaceGrpc.getCreateFrameByFrameDependencyMethod(),
                        r -> LayerCreateFrameByFrameDependResponse.newBuilder()
                                .setDepend(create(
                                        DependType.FRAME_BY_FRAME,
                                        layers.require(r.getLayer()),
                                        layers.require(r.getDependLayer())))
                                .build())
                .on(LayerInterfaceGrpc.getGetWhatThisDependsOnMethod(), request -> {
                    EntityId id = layers.require(request.getLayer());
                    return LayerGetWhatThisDependsOnResponse.newBuilder()
                            .setDepends(depends.search(
                                    id,
                                    row -> row.erJobNumber() == id.number()
                                            && row.erLayerIndex() == id.sub()
                                            && row.erFrameOrdinal() < 0))
                            .build();
                })
                .on(LayerInterfaceGrpc.getGetWhatDependsOnThisMethod(), request -> {
                    EntityId id = layers.require(request.getLayer());
                    return LayerGetWhatDependsOnThisResponse.newBuilder()
                            .setDepends(depends.search(
                                    id, row -> row.onJobNumber() == id.number() && row.onLayerIndex() == id.sub()))
                            .build();
                })
                .doing(
                        LayerInterfaceGrpc.getDropDependsMethod(),
                        request -> depends.drop(layers.require(request.getLayer()), request.getTarget()),
                        LayerDropDependsResponse.getDefaultInstance());
    }

    private void ofFrame(MethodTable table) {
        table.on(
                        FrameInterfaceGrpc.getCreateDependencyOnJobMethod(),
                        r -> FrameCreateDependencyOnJobResponse.newBuilder()
                                .setDepend(create(
                                        DependType.FRAME_ON_JOB,
                                        frames.require(r.getFrame()),
                                        jobs.require(r.getJob())))
                                .build())
                .on(
                        FrameInterfaceGrpc.getCreateDependencyOnLayerMethod(),
                        r -> FrameCreateDependencyOnLayerResponse.newBuilder()
                                .setDepend(create(
                                        DependType.FRAME_ON_LAYER,
                                        frames.require(r.getFrame()),
                                        layers.require(r.getLayer())))
                                .build())
                .on(
                        FrameInterfaceGrpc.getCreateDependencyOnFrameMethod(),
                        r -> FrameCreateDependencyOnFrameResponse.newBuilder()
                                .setDepend(create(
                                        DependType.FRAME_ON_FRAME,
                                        frames.require(r.getFrame()),
                                        frames.require(r.getDependOnFrame())))
                                .build())
                .on(FrameInterfaceGrpc.getGetWhatThisDependsOnMethod(), request -> {
                    EntityId id = frames.require(request.getFrame());
                    int layer = depends.layerOf(id);
                    return FrameGetWhatThisDependsOnResponse.newBuilder()
                            .setDepends(depends.search(
                                    id,
                                    row -> row.erJobNumber() == id.number()
                                            && (row.erLayerIndex() < 0 || row.erLayerIndex() == layer)
                                            && (row.erFrameOrdinal() < 0 || row.erFrameOrdinal() == id.sub())))
                            .build();
                })
                .on(FrameInterfaceGrpc.getGetWhatDependsOnThisMethod(), request -> {
                    EntityId id = frames.require(request.getFrame());
                    return FrameGetWhatDependsOnThisResponse.newBuilder()
                            .setDepends(depends.search(
                                    id, row -> row.onJobNumber() == id.number() && row.onFrameOrdinal() == id.sub()))
                            .build();
                })
                .doing(
                        FrameInterfaceGrpc.getDropDependsMethod(),
                        request -> depends.drop(frames.require(request.getFrame()), request.getTarget()),
                        FrameDropDependsResponse.getDefaultInstance());
    }

    private Depend create(DependType type, EntityId waiting, EntityId on) {
        return depends.create(type, false, waiting, on);
    }
}
