package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetUpdatedFramesRequest;
import io.cuegrid.api.opencue.job.JobGetUpdatedFramesResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.job.UpdatedFrameSeq;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.FrameMapper;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import org.agrona.collections.IntHashSet;

/**
 * JobInterface.GetUpdatedFrames: the frames of a job that changed since the caller looked last, so that screens need
 * not read the whole job each time. Running frames always count as changed: their memory is live.
 *
 * <p>Threading: any thread.
 */
final class UpdatedFrames {
    /** Frames of one answer; a caller that gets as many reads the job anew. */
    static final int FRAMES_MAX = 10_000;
    /** Subtracted from the time that is given back, so that a change in the same second is not lost. */
    private static final int OVERLAP_SECONDS = 1;

    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;

    UpdatedFrames(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
    }

    void register(MethodTable table) {
        table.on(JobInterfaceGrpc.getGetUpdatedFramesMethod(), this::updated);
    }

    private JobGetUpdatedFramesResponse updated(JobGetUpdatedFramesRequest request) {
        EntityId id = jobs.require(request.getJob());
        View view = new View(farm);
        // the clock is read first: what changes from here on is found by the next call
        int serverTime = Units.seconds(view.nowMillis()) - OVERLAP_SECONDS;
        Job job = jobs.get(view, id);
        IntHashSet wantedLayers = new IntHashSet();
        for (Layer layer : request.getLayerFilter().getLayersList()) {
            EntityId layerId = layers.require(layer);
            if (layerId.cell() == id.cell() && layerId.number() == id.number()) {
                wantedLayers.add(layerId.sub());
            }
        }
        boolean anyLayer = request.getLayerFilter().getLayersCount() == 0;
        long sinceMillis = request.getLastCheck() * 1_000L;
        Cell cell = farm.cellOf(id);
        UpdatedFrameSeq.Builder found = UpdatedFrameSeq.newBuilder();
        FrameRowDecoder row = new FrameRowDecoder();
        cell.machine().read(RowQuery.frames(id.number()), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            boolean changed = row.changedMillis() >= sinceMillis || row.frameState() == FrameState.RUNNING;
            if (changed && (anyLayer || wantedLayers.contains(row.layerIndex()))) {
                found.addUpdatedFrames(FrameMapper.mapUpdated(view, cell, row));
            }
            return found.getUpdatedFramesCount() < FRAMES_MAX;
        });
        return JobGetUpdatedFramesResponse.newBuilder()
                .setState(job.getState())
                .setServerTime(serverTime)
                .setUpdatedFrames(found)
                .build();
    }
}
