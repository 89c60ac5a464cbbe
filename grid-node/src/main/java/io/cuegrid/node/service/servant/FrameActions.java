package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.FrameEatResponse;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameKillResponse;
import io.cuegrid.api.opencue.job.FrameMarkAsDependResponse;
import io.cuegrid.api.opencue.job.FrameMarkAsWaitingResponse;
import io.cuegrid.api.opencue.job.FrameRetryResponse;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameSetCheckpointStateResponse;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.JobEatFramesResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobKillFramesResponse;
import io.cuegrid.api.opencue.job.JobMarkAsWaitingResponse;
import io.cuegrid.api.opencue.job.JobMarkDoneFramesResponse;
import io.cuegrid.api.opencue.job.JobRetryFramesResponse;
import io.cuegrid.api.opencue.job.LayerEatFramesResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerKillFramesResponse;
import io.cuegrid.api.opencue.job.LayerMarkdoneFramesResponse;
import io.cuegrid.api.opencue.job.LayerRetryFramesResponse;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.criteria.FrameCriteria;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;

/**
 * Kill, retry, eat, mark done, mark as waiting or depend: for frames by criteria, for a layer's, for one. The answer
 * comes when the grid has decided; processes end after that.
 *
 * <p>Threading: any thread.
 */
final class FrameActions {
    private static final int RUNNING = 1 << FrameState.RUNNING_VALUE;
    private static final int WAITING = 1 << FrameState.WAITING_VALUE;
    private static final int DEPEND = 1 << FrameState.DEPEND_VALUE;
    /** A frame that has succeeded stays so. */
    private static final int EATABLE =
            FrameCriteria.ALL_STATES & ~(1 << FrameState.SUCCEEDED_VALUE) & ~(1 << FrameState.EATEN_VALUE);

    private static final int ANY = FrameCriteria.ALL_STATES;

    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;
    private final Frames frames;

    FrameActions(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
        this.frames = new Frames(farm);
    }

    void register(MethodTable job, MethodTable layer, MethodTable frame) {
        ofJob(job);
        ofLayer(layer);
        ofFrame(frame);
    }

    private void ofJob(MethodTable table) {
        table.on(JobInterfaceGrpc.getKillFramesMethod(), request -> {
                    // OpenCue leaves the states of the request out: what runs is killed
                    FrameSearchCriteria criteria =
                            request.getReq().toBuilder().clearStates().build();
                    act(
                            jobs.require(request.getJob()),
                            criteria,
                            FrameAction.KILL,
                            RUNNING,
                            request.getUsername(),
                            request.getReason());
                    return JobKillFramesResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getRetryFramesMethod(), request -> {
                    act(jobs.require(request.getJob()), request.getReq(), FrameAction.RETRY, ANY, "", "");
                    return JobRetryFramesResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getEatFramesMethod(), request -> {
                    act(jobs.require(request.getJob()), request.getReq(), FrameAction.EAT, EATABLE, "", "");
                    return JobEatFramesResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getMarkDoneFramesMethod(), request -> {
                    act(jobs.require(request.getJob()), request.getReq(), FrameAction.MARK_DONE, ANY, "", "");
                    return JobMarkDoneFramesResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getMarkAsWaitingMethod(), request -> {
                    act(jobs.require(request.getJob()), request.getReq(), FrameAction.MARK_AS_WAITING, DEPEND, "", "");
                    return JobMarkAsWaitingResponse.getDefaultInstance();
                });
    }

    private void ofLayer(MethodTable table) {
        table.on(LayerInterfaceGrpc.getKillFramesMethod(), request -> {
                    EntityId id = layers.require(request.getLayer());
                    send(
                            id,
                            FrameSelection.ofLayer(farm, id),
                            FrameAction.KILL,
                            RUNNING,
                            request.getUsername(),
                            request.getReason());
                    return LayerKillFramesResponse.getDefaultInstance();
                })
                .on(LayerInterfaceGrpc.getRetryFramesMethod(), request -> {
                    wholeLayer(layers.require(request.getLayer()), FrameAction.RETRY, ANY);
                    return LayerRetryFramesResponse.getDefaultInstance();
                })
                .on(LayerInterfaceGrpc.getEatFramesMethod(), request -> {
                    wholeLayer(layers.require(request.getLayer()), FrameAction.EAT, EATABLE);
                    return LayerEatFramesResponse.getDefaultInstance();
                })
                .on(LayerInterfaceGrpc.getMarkdoneFramesMethod(), request -> {
                    wholeLayer(layers.require(request.getLayer()), FrameAction.MARK_DONE, ANY);
                    return LayerMarkdoneFramesResponse.getDefaultInstance();
                });
    }

    private void ofFrame(MethodTable table) {
        table.on(FrameInterfaceGrpc.getKillMethod(), request -> {
                    EntityId id = frames.require(request.getFrame());
                    send(
                            id,
                            FrameSelection.ofFrame(id),
                            FrameAction.KILL,
                            RUNNING,
                            request.getUsername(),
                            request.getReason());
                    return FrameKillResponse.getDefaultInstance();
                })
                .on(FrameInterfaceGrpc.getRetryMethod(), request -> {
                    oneFrame(frames.require(request.getFrame()), FrameAction.RETRY, ANY);
                    return FrameRetryResponse.getDefaultInstance();
                })
                .on(FrameInterfaceGrpc.getEatMethod(), request -> {
                    oneFrame(frames.require(request.getFrame()), FrameAction.EAT, EATABLE);
                    return FrameEatResponse.getDefaultInstance();
                })
                .on(FrameInterfaceGrpc.getMarkAsWaitingMethod(), request -> {
                    oneFrame(frames.require(request.getFrame()), FrameAction.MARK_AS_WAITING, DEPEND);
                    return FrameMarkAsWaitingResponse.getDefaultInstance();
                })
                .on(FrameInterfaceGrpc.getMarkAsDependMethod(), request -> {
                    oneFrame(frames.require(request.getFrame()), FrameAction.MARK_AS_DEPEND, WAITING);
                    return FrameMarkAsDependResponse.getDefaultInstance();
                })
                .on(FrameInterfaceGrpc.getSetCheckpointStateMethod(), request -> {
                    EntityId id = frames.require(request.getFrame());
                    if (request.getState() == io.cuegrid.api.opencue.job.CheckpointState.UNRECOGNIZED) {
                        throw Problem.invalid("The request names no checkpoint state that this version knows.");
                    }
                    CheckpointState said = CheckpointState.get((short) request.getStateValue());
                    farm.cellOf(id).machine().send(Commands.setCheckpoint(id.number(), id.sub(), said));
                    return FrameSetCheckpointStateResponse.getDefaultInstance();
                });
    }

    private void act(
            EntityId job, FrameSearchCriteria criteria, FrameAction action, int states, String user, String reason) {
        send(job, FrameSelection.of(farm, job, criteria), action, states, user, reason);
    }

    private void wholeLayer(EntityId layer, FrameAction action, int states) {
        send(layer, FrameSelection.ofLayer(farm, layer), action, states, "", "");
    }

    private void oneFrame(EntityId frame, FrameAction action, int states) {
        send(frame, FrameSelection.ofFrame(frame), action, states, "", "");
    }

    private void send(
            EntityId entity, FrameSelection selection, FrameAction action, int states, String user, String reason) {
        int stateMask = selection.stateMask() & states;
        if (stateMask != 0 && !selection.ranges().isEmpty()) {
            farm.cellOf(entity)
                    .machine()
                    .send(Commands.actOnFrames(
                            entity.number(), action, stateMask, selection.ranges(), Caller.user(user), reason));
        }
    }
}
