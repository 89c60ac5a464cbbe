package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.invalid;
import static io.cuegrid.node.service.rpc.Problem.precondition;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.facility.AllocCreateRequest;
import io.cuegrid.api.opencue.facility.AllocCreateResponse;
import io.cuegrid.api.opencue.facility.AllocDeleteResponse;
import io.cuegrid.api.opencue.facility.AllocFindHostsRequest;
import io.cuegrid.api.opencue.facility.AllocFindHostsResponse;
import io.cuegrid.api.opencue.facility.AllocFindResponse;
import io.cuegrid.api.opencue.facility.AllocGetAllResponse;
import io.cuegrid.api.opencue.facility.AllocGetDefaultResponse;
import io.cuegrid.api.opencue.facility.AllocGetHostsResponse;
import io.cuegrid.api.opencue.facility.AllocGetResponse;
import io.cuegrid.api.opencue.facility.AllocGetSubscriptionsResponse;
import io.cuegrid.api.opencue.facility.AllocReparentHostsResponse;
import io.cuegrid.api.opencue.facility.AllocSetBillableResponse;
import io.cuegrid.api.opencue.facility.AllocSetDefaultResponse;
import io.cuegrid.api.opencue.facility.AllocSetNameResponse;
import io.cuegrid.api.opencue.facility.AllocSetTagResponse;
import io.cuegrid.api.opencue.facility.Allocation;
import io.cuegrid.api.opencue.facility.AllocationInterfaceGrpc;
import io.cuegrid.api.opencue.facility.AllocationSeq;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostSeq;
import io.cuegrid.api.opencue.subscription.SubscriptionSeq;
import io.cuegrid.core.sbe.AllocationRecordEncoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.catalog.AllocationEntry;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.criteria.HostCriteria;
import io.cuegrid.node.service.mapping.FacilityMapper;
import io.cuegrid.node.service.mapping.SubscriptionMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * AllocationInterface. Requests name an allocation by its id, its full name {@code facility.name}, or its short name
 * beside its facility.
 *
 * <p>Threading: any thread.
 */
final class AllocationServant {
    private static final int NAME = 0;
    private static final int TAG = 1;
    private static final Pattern SHORT_NAME = Pattern.compile("[\\w-]{1,100}");

    private final Farm farm;
    private final Hosts hosts;

    AllocationServant(Farm farm) {
        this.farm = farm;
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable table) {
        reads(table);
        changes(table);
    }

    private void reads(MethodTable table) {
        table.on(
                        AllocationInterfaceGrpc.getGetAllMethod(),
                        request -> AllocGetAllResponse.newBuilder()
                                .setAllocations(allocations(any -> true))
                                .build())
                .on(
                        AllocationInterfaceGrpc.getGetMethod(),
                        request -> AllocGetResponse.newBuilder()
                                .setAllocation(FacilityMapper.map(new View(farm), find(request.getId())))
                                .build())
                .on(
                        AllocationInterfaceGrpc.getFindMethod(),
                        request -> AllocFindResponse.newBuilder()
                                .setAllocation(FacilityMapper.map(new View(farm), find(request.getName())))
                                .build())
                .on(
                        AllocationInterfaceGrpc.getGetDefaultMethod(),
                        request -> AllocGetDefaultResponse.newBuilder()
                                .setAllocation(theDefault())
                                .build())
                .on(AllocationInterfaceGrpc.getGetHostsMethod(), request -> {
                    String name = require(request.getAllocation()).name();
                    return AllocGetHostsResponse.newBuilder()
                            .setHosts(hosts(host -> host.getAllocName().equals(name)))
                            .build();
                })
                .on(AllocationInterfaceGrpc.getFindHostsMethod(), this::findHosts)
                .on(AllocationInterfaceGrpc.getGetSubscriptionsMethod(), request -> {
                    long number = require(request.getAllocation()).number();
                    View view = new View(farm);
                    SubscriptionSeq.Builder found = SubscriptionSeq.newBuilder();
                    view.catalog().all(EntryKind.SUBSCRIPTION).stream()
                            .filter(subscription -> subscription.allocationNumber() == number)
                            .forEach(
                                    subscription -> found.addSubscriptions(SubscriptionMapper.map(view, subscription)));
                    return AllocGetSubscriptionsResponse.newBuilder()
                            .setSubscriptions(found)
                            .build();
                });
    }

    private void changes(MethodTable table) {
        table.on(AllocationInterfaceGrpc.getCreateMethod(), this::create)
                .doing(
                        AllocationInterfaceGrpc.getDeleteMethod(),
                        request -> delete(require(request.getAllocation())),
                        AllocDeleteResponse.getDefaultInstance())
                .doing(
                        AllocationInterfaceGrpc.getSetBillableMethod(),
                        request -> change(
                                request.getAllocation(),
                                RecordChange.fields(
                                        AllocationRecordEncoder::new,
                                        record -> record.billable(Sbe.of(request.getValue())))),
                        AllocSetBillableResponse.getDefaultInstance())
                .doing(
                        AllocationInterfaceGrpc.getSetDefaultMethod(),
                        request -> change(
                                request.getAllocation(),
                                RecordChange.fields(
                                        AllocationRecordEncoder::new, record -> record.isDefault(Sbe.of(true)))),
                        AllocSetDefaultResponse.getDefaultInstance())
                .doing(
                        AllocationInterfaceGrpc.getSetTagMethod(),
                        request -> change(request.getAllocation(), RecordChange.text(TAG, request.getTag())),
                        AllocSetTagResponse.getDefaultInstance())
                .doing(
                        AllocationInterfaceGrpc.getSetNameMethod(),
                        request -> rename(request.getAllocation(), request.getName()),
                        AllocSetNameResponse.getDefaultInstance())
                .doing(
                        AllocationInterfaceGrpc.getReparentHostsMethod(),
                        request -> reparent(
                                require(request.getAllocation()),
                                request.getHosts().getHostsList()),
                        AllocReparentHostsResponse.getDefaultInstance());
    }

    private AllocationSeq allocations(Predicate<AllocationEntry> wanted) {
        View view = new View(farm);
        AllocationSeq.Builder found = AllocationSeq.newBuilder();
        view.catalog().all(EntryKind.ALLOCATION).stream()
                .filter(wanted)
                .sorted(Comparator.comparing(AllocationEntry::name))
                .forEach(allocation -> found.addAllocations(FacilityMapper.map(view, allocation)));
        return found.build();
    }

    /** Each facility has a default allocation; a request that names no facility means the default facility's. */
    private Allocation theDefault() {
        View view = new View(farm);
        FacilityEntry facility = view.catalog().first(EntryKind.FACILITY, FacilityEntry::isDefault);
        AllocationEntry allocation = facility == null
                ? null
                : view.catalog()
                        .first(
                                EntryKind.ALLOCATION,
                                entry -> entry.isDefault() && entry.facilityNumber() == facility.number());
        if (allocation == null) {
            throw Ids.missing("allocation", "the farm has no default one");
        }
        return FacilityMapper.map(view, allocation);
    }

    private HostSeq hosts(Predicate<Host> wanted) {
        return HostSeq.newBuilder()
                .addAllHosts(hosts.where(new View(farm), wanted))
                .build();
    }

    private AllocFindHostsResponse findHosts(AllocFindHostsRequest request) {
        String name = require(request.getAllocation()).name();
        HostCriteria criteria = new HostCriteria(request.getR());
        return AllocFindHostsResponse.newBuilder()
                .setHosts(hosts(host -> host.getAllocName().equals(name) && criteria.matches(host)))
                .build();
    }

    private AllocationEntry require(Allocation stub) {
        if (!stub.getId().isEmpty()) {
            return find(stub.getId());
        }
        boolean isFull = stub.getFacility().isEmpty() || stub.getName().startsWith(stub.getFacility() + ".");
        return find(isFull ? stub.getName() : stub.getFacility() + "." + stub.getName());
    }

    /** By id or full name. */
    private AllocationEntry find(String nameOrId) {
        if (farm.ids().is(nameOrId, EntityKind.ALLOCATION)) {
            return farm.directory().require(EntryKind.ALLOCATION, nameOrId);
        }
        for (AllocationEntry entry : farm.directory().named(EntryKind.ALLOCATION, nameOrId)) {
            return entry;
        }
        throw Ids.missing("allocation", "'" + nameOrId + "'");
    }

    private AllocCreateResponse create(AllocCreateRequest request) {
        FacilityEntry facility = FacilityServant.find(
                farm,
                request.getFacility().getName().isEmpty()
                        ? request.getFacility().getId()
                        : request.getFacility().getName());
        String name = fullName(facility.name(), request.getName());
        farm.directory()
                .create(
                        EntryKind.ALLOCATION,
                        AllocationEntry.encode(facility.number(), true, false, name, request.getTag()));
        return AllocCreateResponse.newBuilder()
                .setAllocation(FacilityMapper.map(new View(farm), find(name)))
                .build();
    }

    private static String fullName(String facility, String given) {
        String prefix = facility + ".";
        String name = given.startsWith(prefix) ? given.substring(prefix.length()) : given;
        if (!SHORT_NAME.matcher(name).matches()) {
            throw invalid("'" + given + "' is no name of an allocation: letters, digits, _ and - are needed.");
        }
        return prefix + name;
    }

    private void rename(Allocation stub, String given) {
        AllocationEntry allocation = require(stub);
        String facility = allocation.name().substring(0, allocation.name().indexOf('.'));
        farm.directory().change(EntryKind.ALLOCATION, allocation, RecordChange.text(NAME, fullName(facility, given)));
    }

    private void change(Allocation stub, RecordChange<AllocationEntry> change) {
        farm.directory().change(EntryKind.ALLOCATION, require(stub), change);
    }

    private void delete(AllocationEntry allocation) {
        List<Host> held =
                hosts.where(new View(farm), host -> host.getAllocName().equals(allocation.name()));
        if (!held.isEmpty()) {
            throw precondition("Allocation " + allocation.name() + " holds " + held.size() + " hosts, "
                    + held.get(0).getName() + " among them: move them first.");
        }
        farm.directory().remove(EntryKind.ALLOCATION, allocation.number());
    }

    /** Moves every host that can be moved, and then says which could not. */
    private void reparent(AllocationEntry allocation, List<Host> stubs) {
        List<String> refused = new ArrayList<>();
        for (Host stub : stubs) {
            EntityId host = hosts.require(stub);
            CommandReply reply = farm.catchUp()
                    .trySend(
                            farm.cellOf(host).machine(),
                            Commands.changeHost(host.number(), HostSetting.ALLOCATION, allocation.number()));
            if (reply.code() != ReplyCode.OK) {
                refused.add(reply.detail());
            }
        }
        if (!refused.isEmpty()) {
            throw precondition(
                    refused.size() + " of " + stubs.size() + " hosts were not moved: " + String.join("; ", refused));
        }
    }
}
