package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.notFound;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostFindHostRequest;
import io.cuegrid.api.opencue.host.HostFindHostResponse;
import io.cuegrid.api.opencue.host.HostGetHostResponse;
import io.cuegrid.api.opencue.host.HostGetHostsResponse;
import io.cuegrid.api.opencue.host.HostGetProcsResponse;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostSeq;
import io.cuegrid.api.opencue.host.ProcSeq;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;

/** HostInterface: hosts as they are. Threading: any thread. */
final class HostReads {
    private final Farm farm;
    private final Hosts hosts;
    private final Procs procs;

    HostReads(Farm farm) {
        this.farm = farm;
        this.hosts = new Hosts(farm);
        this.procs = new Procs(farm);
    }

    void register(MethodTable table) {
        table.on(
                        HostInterfaceGrpc.getGetHostsMethod(),
                        request -> HostGetHostsResponse.newBuilder()
                                .setHosts(
                                        HostSeq.newBuilder().addAllHosts(hosts.search(new View(farm), request.getR())))
                                .build())
                .on(
                        HostInterfaceGrpc.getGetHostMethod(),
                        request -> HostGetHostResponse.newBuilder()
                                .setHost(hosts.get(
                                        new View(farm), farm.ids().require(request.getId(), EntityKind.HOST, "host")))
                                .build())
                .on(HostInterfaceGrpc.getFindHostMethod(), this::find)
                .on(HostInterfaceGrpc.getGetProcsMethod(), request -> {
                    EntityId host = hosts.require(request.getHost());
                    ProcSeq.Builder found = ProcSeq.newBuilder();
                    procs.ofHost(new View(farm), host).forEach(proc -> found.addProcs(proc.proc()));
                    return HostGetProcsResponse.newBuilder().setProcs(found).build();
                });
    }

    private HostFindHostResponse find(HostFindHostRequest request) {
        Host host = hosts.named(new View(farm), request.getName());
        if (host == null) {
            throw notFound("Host not found: no host has the name '" + request.getName() + "'.");
        }
        return HostFindHostResponse.newBuilder().setHost(host).build();
    }
}
