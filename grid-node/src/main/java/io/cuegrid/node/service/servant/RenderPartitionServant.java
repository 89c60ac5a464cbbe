package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostGetRenderPartitionsResponse;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameAddRenderPartitionResponse;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobAddRenderPartResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerAddRenderPartitionResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.renderpartition.RenderPartDeleteResponse;
import io.cuegrid.api.opencue.renderpartition.RenderPartSetMaxResourcesResponse;
import io.cuegrid.api.opencue.renderpartition.RenderPartition;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionInterfaceGrpc;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionSeq;
import io.cuegrid.core.sbe.PartitionRowDecoder;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Commands.Resources;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.PartitionMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.ArrayList;
import java.util.List;

/** Render partitions: what owners of hosts give to their own work. Threading: any thread. */
final class RenderPartitionServant {
    private static final int CORE = 100;
    private static final int NONE = -1;

    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;
    private final Frames frames;
    private final Hosts hosts;

    RenderPartitionServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
        this.frames = new Frames(farm);
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable job, MethodTable layer, MethodTable frame, MethodTable host, MethodTable partition) {
        job.on(
                JobInterfaceGrpc.getAddRenderPartitionMethod(),
                request -> JobAddRenderPartResponse.newBuilder()
                        .setRenderPartition(add(
                                jobs.require(request.getJob()),
                                request.getHost(),
                                request.getUsername(),
                                request.getThreads(),
                                most(
                                        request.getMaxCores(),
                                        request.getMaxMemory(),
                                        request.getMaxGpus(),
                                        request.getMaxGpuMemory())))
                        .build());
        layer.on(
                LayerInterfaceGrpc.getAddRenderPartitionMethod(),
                request -> LayerAddRenderPartitionResponse.newBuilder()
                        .setRenderPartition(add(
                                layers.require(request.getLayer()),
                                request.getHost(),
                                request.getUsername(),
                                request.getThreads(),
                                most(
                                        request.getMaxCores(),
                                        request.getMaxMemory(),
                                        request.getMaxGpus(),
                                        request.getMaxGpuMemory())))
                        .build());
        frame.on(
                FrameInterfaceGrpc.getAddRenderPartitionMethod(),
                request -> FrameAddRenderPartitionResponse.newBuilder()
                        .setRenderPartition(add(
                                frames.require(request.getFrame()),
                                request.getHost(),
                                request.getUsername(),
                                request.getThreads(),
                                most(
                                        request.getMaxCores(),
                                        request.getMaxMemory(),
                                        request.getMaxGpus(),
                                        request.getMaxGpuMemory())))
                        .build());
        host.on(HostInterfaceGrpc.getGetRenderPartitionsMethod(), request -> {
            EntityId id = hosts.require(request.getHost());
            return HostGetRenderPartitionsResponse.newBuilder()
                    .setRenderPartitions(RenderPartitionSeq.newBuilder()
                            .addAllRenderPartitions(
                                    read(farm.cellOf(id), RowQuery.partitions().withHost(id.number()))))
                    .build();
        });
        partition
                .on(RenderPartitionInterfaceGrpc.getDeleteMethod(), request -> {
                    EntityId id = require(request.getRenderPartition());
                    farm.cellOf(id).machine().send(Commands.deletePartition(id.number()));
                    return RenderPartDeleteResponse.getDefaultInstance();
                })
                .on(RenderPartitionInterfaceGrpc.getSetMaxResourcesMethod(), request -> {
                    EntityId id = require(request.getRenderPartition());
                    Resources most = new Resources(
                            request.getCores(), request.getMemory(), request.getGpus(), request.getGpuMemory());
                    farm.cellOf(id).machine().send(Commands.setPartition(id.number(), most));
                    return RenderPartSetMaxResourcesResponse.getDefaultInstance();
                });
    }

    private EntityId require(RenderPartition partition) {
        return farm.ids().require(partition.getId(), EntityKind.RENDER_PARTITION, "render partition");
    }

    /** Cores of a new partition come as cores; everywhere else they are core units. */
    private static Resources most(int cores, long memoryKib, int gpus, long gpuMemoryKib) {
        if (cores < 0 || cores > Integer.MAX_VALUE / CORE) {
            throw Problem.invalid("A partition cannot have " + cores + " cores.");
        }
        return new Resources(cores * CORE, memoryKib, gpus, gpuMemoryKib);
    }

    /** @param work a job, a layer or a frame */
    private RenderPartition add(EntityId work, String hostName, String user, int threads, Resources most) {
        View view = new View(farm);
        Cell cell = farm.cellOf(work);
        Host host = hosts.named(view, cell, hostName);
        if (host == null) {
            throw Problem.notFound("Host not found: no host of the work's facility, " + cell.facility()
                    + ", has the name '" + hostName + "'.");
        }
        EntityId id = hosts.require(host);
        long number = farm.catchUp()
                .send(
                        cell.machine(),
                        Commands.addPartition(
                                id.number(),
                                work.number(),
                                work.kind() == EntityKind.LAYER ? work.sub() : NONE,
                                work.kind() == EntityKind.FRAME ? work.sub() : NONE,
                                threads,
                                most,
                                Caller.user(user)))
                .number();
        List<RenderPartition> found = read(cell, RowQuery.partitions().withNumber(number));
        if (found.isEmpty()) {
            throw Ids.missing("render partition", "it has ended already");
        }
        return found.get(0);
    }

    private List<RenderPartition> read(Cell cell, RowQuery query) {
        View view = new View(farm);
        List<RenderPartition> found = new ArrayList<>();
        PartitionRowDecoder row = new PartitionRowDecoder();
        cell.machine().read(query, (buffer, offset, length) -> {
            found.add(PartitionMapper.map(view, cell, Sbe.wrap(row, buffer, offset)));
            return true;
        });
        return found;
    }
}
