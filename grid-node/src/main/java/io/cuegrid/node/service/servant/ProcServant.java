package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.host.ProcGetFrameResponse;
import io.cuegrid.api.opencue.host.ProcGetHostResponse;
import io.cuegrid.api.opencue.host.ProcGetJobResponse;
import io.cuegrid.api.opencue.host.ProcGetLayerResponse;
import io.cuegrid.api.opencue.host.ProcGetProcsRequest;
import io.cuegrid.api.opencue.host.ProcGetProcsResponse;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcKillResponse;
import io.cuegrid.api.opencue.host.ProcSeq;
import io.cuegrid.api.opencue.host.ProcUnbookProcsRequest;
import io.cuegrid.api.opencue.host.ProcUnbookProcsResponse;
import io.cuegrid.api.opencue.host.ProcUnbookResponse;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.criteria.ProcCriteria;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import io.cuegrid.node.service.servant.Procs.Found;

/** ProcInterface, without what redirects (see {@link RedirectServant}). Threading: any thread. */
final class ProcServant {
    private final Farm farm;
    private final Procs procs;
    private final Jobs jobs;
    private final Layers layers;
    private final Frames frames;
    private final Hosts hosts;

    ProcServant(Farm farm) {
        this.farm = farm;
        this.procs = new Procs(farm);
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
        this.frames = new Frames(farm);
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable table) {
        reads(table);
        table.on(ProcInterfaceGrpc.getKillMethod(), request -> {
                    unbook(procs.require(request.getProc()), true);
                    return ProcKillResponse.getDefaultInstance();
                })
                .on(ProcInterfaceGrpc.getUnbookMethod(), request -> {
                    unbook(procs.require(request.getProc()), request.getKill());
                    return ProcUnbookResponse.getDefaultInstance();
                })
                .on(ProcInterfaceGrpc.getUnbookProcsMethod(), this::unbookProcs);
    }

    private void reads(MethodTable table) {
        table.on(ProcInterfaceGrpc.getGetProcsMethod(), this::getProcs)
                .on(ProcInterfaceGrpc.getGetFrameMethod(), request -> {
                    Found proc = found(request.getProc());
                    EntityId frame = id(EntityKind.FRAME, proc, proc.jobNumber(), proc.frameOrdinal());
                    return ProcGetFrameResponse.newBuilder()
                            .setFrame(frames.get(new View(farm), frame))
                            .build();
                })
                .on(ProcInterfaceGrpc.getGetLayerMethod(), request -> {
                    Found proc = found(request.getProc());
                    EntityId layer = id(EntityKind.LAYER, proc, proc.jobNumber(), proc.layerIndex());
                    return ProcGetLayerResponse.newBuilder()
                            .setLayer(layers.get(new View(farm), layer))
                            .build();
                })
                .on(ProcInterfaceGrpc.getGetJobMethod(), request -> {
                    Found proc = found(request.getProc());
                    EntityId job = id(EntityKind.JOB, proc, proc.jobNumber(), 0);
                    return ProcGetJobResponse.newBuilder()
                            .setJob(jobs.get(new View(farm), job))
                            .build();
                })
                .on(ProcInterfaceGrpc.getGetHostMethod(), request -> {
                    Found proc = found(request.getProc());
                    EntityId host = id(EntityKind.HOST, proc, proc.hostNumber(), 0);
                    return ProcGetHostResponse.newBuilder()
                            .setHost(hosts.get(new View(farm), host))
                            .build();
                });
    }

    private Found found(Proc stub) {
        return procs.get(new View(farm), procs.require(stub));
    }

    private static EntityId id(EntityKind kind, Found proc, long number, int sub) {
        EntityId own = java.util.Objects.requireNonNull(
                EntityId.parse(proc.proc().getId()), "a proc's id is made by this grid");
        return new EntityId(kind, own.incarnation(), own.cell(), number, sub);
    }

    private ProcGetProcsResponse getProcs(ProcGetProcsRequest request) {
        ProcCriteria criteria = new ProcCriteria(request.getR());
        ProcSeq.Builder sequence = ProcSeq.newBuilder();
        procs.search(new View(farm), criteria).stream()
                .skip(criteria.firstIndex())
                .limit(criteria.maxResults())
                .forEach(proc -> sequence.addProcs(proc.proc()));
        return ProcGetProcsResponse.newBuilder().setProcs(sequence).build();
    }

    private ProcUnbookProcsResponse unbookProcs(ProcUnbookProcsRequest request) {
        int unbooked = 0;
        for (Found proc : procs.unbookable(new View(farm), request.getR())) {
            CommandReply reply =
                    proc.cell().machine().trySend(Commands.unbookProc(proc.procNumber(), request.getKill(), 0, 0));
            if (reply.code() == ReplyCode.OK) {
                unbooked++;
            } else if (reply.code() != ReplyCode.NOT_FOUND) {
                throw Problem.of(reply.code(), reply.detail());
            }
        }
        return ProcUnbookProcsResponse.newBuilder().setNumProcs(unbooked).build();
    }

    private void unbook(EntityId proc, boolean kill) {
        farm.cellOf(proc).machine().send(Commands.unbookProc(proc.procNumber(), kill, 0, 0));
    }
}
