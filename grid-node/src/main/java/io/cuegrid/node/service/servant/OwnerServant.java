package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.precondition;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Deed;
import io.cuegrid.api.opencue.host.DeedDeleteResponse;
import io.cuegrid.api.opencue.host.DeedGetHostResponse;
import io.cuegrid.api.opencue.host.DeedGetOwnerResponse;
import io.cuegrid.api.opencue.host.DeedInterfaceGrpc;
import io.cuegrid.api.opencue.host.DeedSeq;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostGetDeedResponse;
import io.cuegrid.api.opencue.host.HostGetOwnerResponse;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostSeq;
import io.cuegrid.api.opencue.host.Owner;
import io.cuegrid.api.opencue.host.OwnerDeleteResponse;
import io.cuegrid.api.opencue.host.OwnerGetDeedsResponse;
import io.cuegrid.api.opencue.host.OwnerGetHostsResponse;
import io.cuegrid.api.opencue.host.OwnerGetOwnerResponse;
import io.cuegrid.api.opencue.host.OwnerInterfaceGrpc;
import io.cuegrid.api.opencue.host.OwnerSetShowResponse;
import io.cuegrid.api.opencue.host.OwnerTakeOwnershipRequest;
import io.cuegrid.api.opencue.host.OwnerTakeOwnershipResponse;
import io.cuegrid.api.opencue.show.ShowCreateOwnerResponse;
import io.cuegrid.api.opencue.show.ShowGetDeedsResponse;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.core.sbe.OwnerRecordEncoder;
import io.cuegrid.node.service.catalog.DeedEntry;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.OwnerEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Owners of hosts and their deeds, wherever they are asked for. Threading: any thread. */
final class OwnerServant {
    private final Farm farm;
    private final Hosts hosts;

    OwnerServant(Farm farm) {
        this.farm = farm;
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable owner, MethodTable deed, MethodTable host, MethodTable show) {
        owners(owner);
        deed.on(
                        DeedInterfaceGrpc.getGetHostMethod(),
                        request -> DeedGetHostResponse.newBuilder()
                                .setHost(hosts.get(new View(farm), hostOf(require(request.getDeed()))))
                                .build())
                .on(
                        DeedInterfaceGrpc.getGetOwnerMethod(),
                        request -> DeedGetOwnerResponse.newBuilder()
                                .setOwner(ownerOf(require(request.getDeed())))
                                .build())
                .doing(
                        DeedInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.DEED,
                                        require(request.getDeed()).number()),
                        DeedDeleteResponse.getDefaultInstance());
        host.on(
                        HostInterfaceGrpc.getGetDeedMethod(),
                        request -> HostGetDeedResponse.newBuilder()
                                .setDeed(message(new View(farm), requireDeedOf(hosts.require(request.getHost()))))
                                .build())
                .on(
                        HostInterfaceGrpc.getGetOwnerMethod(),
                        request -> HostGetOwnerResponse.newBuilder()
                                .setOwner(ownerOf(requireDeedOf(hosts.require(request.getHost()))))
                                .build());
        show.on(ShowInterfaceGrpc.getCreateOwnerMethod(), request -> {
                    ShowEntry of = farm.directory()
                            .require(EntryKind.SHOW, request.getShow().getId());
                    farm.directory().create(EntryKind.OWNER, OwnerEntry.encode(of.number(), request.getName()));
                    return ShowCreateOwnerResponse.newBuilder()
                            .setOwner(message(new View(farm), find(request.getName())))
                            .build();
                })
                .on(ShowInterfaceGrpc.getGetDeedsMethod(), request -> {
                    long number = farm.directory()
                            .require(EntryKind.SHOW, request.getShow().getId())
                            .number();
                    View view = new View(farm);
                    return ShowGetDeedsResponse.newBuilder()
                            .setDeeds(deeds(view, deed1 -> {
                                OwnerEntry of = view.catalog().find(EntryKind.OWNER, deed1.ownerNumber());
                                return of != null && of.showNumber() == number;
                            }))
                            .build();
                });
    }

    private void owners(MethodTable table) {
        table.on(
                        OwnerInterfaceGrpc.getGetOwnerMethod(),
                        request -> OwnerGetOwnerResponse.newBuilder()
                                .setOwner(message(new View(farm), find(request.getName())))
                                .build())
                .on(OwnerInterfaceGrpc.getGetDeedsMethod(), request -> {
                    long number = require(request.getOwner()).number();
                    return OwnerGetDeedsResponse.newBuilder()
                            .setDeeds(deeds(new View(farm), deed -> deed.ownerNumber() == number))
                            .build();
                })
                .on(OwnerInterfaceGrpc.getGetHostsMethod(), request -> {
                    long number = require(request.getOwner()).number();
                    View view = new View(farm);
                    HostSeq.Builder found = HostSeq.newBuilder();
                    for (DeedEntry deed : view.catalog().all(EntryKind.DEED)) {
                        if (deed.ownerNumber() == number) {
                            found.addHosts(hosts.get(view, hostOf(deed)));
                        }
                    }
                    return OwnerGetHostsResponse.newBuilder().setHosts(found).build();
                })
                .doing(
                        OwnerInterfaceGrpc.getSetShowMethod(),
                        request -> {
                            long show = showNamed(request.getShow());
                            farm.directory()
                                    .change(
                                            EntryKind.OWNER,
                                            require(request.getOwner()),
                                            RecordChange.fields(
                                                    OwnerRecordEncoder::new, record -> record.showNumber(show)));
                        },
                        OwnerSetShowResponse.getDefaultInstance())
                .doing(
                        OwnerInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.OWNER,
                                        require(request.getOwner()).number()),
                        OwnerDeleteResponse.getDefaultInstance())
                .doing(
                        OwnerInterfaceGrpc.getTakeOwnershipMethod(),
                        this::takeOwnership,
                        OwnerTakeOwnershipResponse.getDefaultInstance());
    }

    /** By id, or by name: the web client names owners. */
    private OwnerEntry require(Owner stub) {
        return find(stub.getId().isEmpty() ? stub.getName() : stub.getId());
    }

    private OwnerEntry find(String nameOrId) {
        if (farm.ids().is(nameOrId, EntityKind.OWNER)) {
            return farm.directory().require(EntryKind.OWNER, nameOrId);
        }
        for (OwnerEntry entry : farm.directory().named(EntryKind.OWNER, nameOrId)) {
            return entry;
        }
        throw Ids.missing("owner", "'" + nameOrId + "'");
    }

    private DeedEntry require(Deed stub) {
        return farm.directory().require(EntryKind.DEED, stub.getId());
    }

    private long showNamed(String name) {
        for (ShowEntry entry : farm.directory().named(EntryKind.SHOW, name)) {
            return entry.number();
        }
        throw Ids.missing("show", "'" + name + "'");
    }

    private void takeOwnership(OwnerTakeOwnershipRequest request) {
        OwnerEntry owner = require(request.getOwner());
        View view = new View(farm);
        Host host = hosts.named(view, request.getHost());
        if (host == null) {
            throw Ids.missing("host", "'" + request.getHost() + "'");
        }
        if (!host.getNimbyEnabled()) {
            throw precondition("Host " + host.getName() + " does not have NIMBY: only hosts with it can be owned.");
        }
        EntityId id = hosts.require(host);
        DeedEntry before = deedOf(view, id);
        if (before != null) {
            farm.directory().remove(EntryKind.DEED, before.number());
        }
        farm.directory().create(EntryKind.DEED, DeedEntry.encode(owner.number(), facilityOf(view, id), id.number()));
    }

    private static long facilityOf(View view, EntityId host) {
        FacilityEntry facility = view.catalog().first(EntryKind.FACILITY, entry -> entry.cell() == host.cell());
        if (facility == null) {
            throw Ids.missing("facility", "that of host " + host);
        }
        return facility.number();
    }

    private @Nullable DeedEntry deedOf(View view, EntityId host) {
        long facility = facilityOf(view, host);
        return view.catalog()
                .first(EntryKind.DEED, deed -> deed.facilityNumber() == facility && deed.hostNumber() == host.number());
    }

    private DeedEntry requireDeedOf(EntityId host) {
        DeedEntry deed = deedOf(new View(farm), host);
        if (deed == null) {
            throw Ids.missing("deed", "host " + host + " has no owner");
        }
        return deed;
    }

    private EntityId hostOf(DeedEntry deed) {
        FacilityEntry facility = farm.directory().find(EntryKind.FACILITY, deed.facilityNumber());
        if (facility == null) {
            throw Ids.missing("host", "the facility of the deed is gone");
        }
        return farm.ids().require(farm.ids().host(facility.cell(), deed.hostNumber()), EntityKind.HOST, "host");
    }

    private Owner ownerOf(DeedEntry deed) {
        OwnerEntry owner = farm.directory().find(EntryKind.OWNER, deed.ownerNumber());
        if (owner == null) {
            throw Ids.missing("owner", "the owner of the deed is gone");
        }
        return message(new View(farm), owner);
    }

    private Owner message(View view, OwnerEntry owner) {
        int count = (int) view.catalog().all(EntryKind.DEED).stream()
                .filter(deed -> deed.ownerNumber() == owner.number())
                .count();
        return Owner.newBuilder()
                .setId(farm.ids().record(EntityKind.OWNER, owner.number()))
                .setName(owner.name())
                .setShow(view.catalog().showName(owner.showNumber()))
                .setHostCount(count)
                .build();
    }

    private DeedSeq deeds(View view, Predicate<DeedEntry> wanted) {
        DeedSeq.Builder found = DeedSeq.newBuilder();
        view.catalog().all(EntryKind.DEED).stream().filter(wanted).forEach(deed -> found.addDeeds(message(view, deed)));
        return found.build();
    }

    private Deed message(View view, DeedEntry deed) {
        OwnerEntry owner = view.catalog().find(EntryKind.OWNER, deed.ownerNumber());
        EntityId host = hostOf(deed);
        return Deed.newBuilder()
                .setId(farm.ids().record(EntityKind.DEED, deed.number()))
                .setHost(view.lookups().hostName(farm.cellOf(host), host.number()))
                .setOwner(owner == null ? "" : owner.name())
                .setShow(owner == null ? "" : view.catalog().showName(owner.showNumber()))
                .build();
    }
}
