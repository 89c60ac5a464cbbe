package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.facility.AllocationSeq;
import io.cuegrid.api.opencue.facility.Facility;
import io.cuegrid.api.opencue.facility.FacilityCreateRequest;
import io.cuegrid.api.opencue.facility.FacilityCreateResponse;
import io.cuegrid.api.opencue.facility.FacilityDeleteResponse;
import io.cuegrid.api.opencue.facility.FacilityGetAllocationsResponse;
import io.cuegrid.api.opencue.facility.FacilityGetResponse;
import io.cuegrid.api.opencue.facility.FacilityInterfaceGrpc;
import io.cuegrid.api.opencue.facility.FacilityRenameResponse;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.FacilityMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.Locale;

/** FacilityInterface. Requests name a facility by its name or its id. Threading: any thread. */
final class FacilityServant {
    private static final int NAME = 0;

    private final Farm farm;

    FacilityServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.on(
                        FacilityInterfaceGrpc.getGetMethod(),
                        request -> FacilityGetResponse.newBuilder()
                                .setFacility(FacilityMapper.map(new View(farm), find(farm, request.getName())))
                                .build())
                .on(FacilityInterfaceGrpc.getCreateMethod(), this::create)
                .on(FacilityInterfaceGrpc.getGetAllocationsMethod(), request -> {
                    FacilityEntry facility = find(farm, nameOrId(request.getFacility()));
                    View view = new View(farm);
                    AllocationSeq.Builder found = AllocationSeq.newBuilder();
                    view.catalog().all(EntryKind.ALLOCATION).stream()
                            .filter(allocation -> allocation.facilityNumber() == facility.number())
                            .forEach(allocation -> found.addAllocations(FacilityMapper.map(view, allocation)));
                    return FacilityGetAllocationsResponse.newBuilder()
                            .setAllocations(found)
                            .build();
                })
                .doing(
                        FacilityInterfaceGrpc.getRenameMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.FACILITY,
                                        find(farm, nameOrId(request.getFacility())),
                                        RecordChange.text(NAME, request.getNewName())),
                        FacilityRenameResponse.getDefaultInstance())
                .doing(
                        FacilityInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.FACILITY,
                                        find(farm, request.getName()).number()),
                        FacilityDeleteResponse.getDefaultInstance());
    }

    private static String nameOrId(Facility stub) {
        return stub.getName().isEmpty() ? stub.getId() : stub.getName();
    }

    /** A facility takes hosts and jobs once its cell is made, which the grid does by itself. */
    private FacilityCreateResponse create(FacilityCreateRequest request) {
        String name = request.getName().toLowerCase(Locale.ROOT);
        farm.directory().create(EntryKind.FACILITY, FacilityEntry.encode(false, 0, name));
        return FacilityCreateResponse.newBuilder()
                .setFacility(FacilityMapper.map(new View(farm), find(farm, name)))
                .build();
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    static FacilityEntry find(Farm farm, String nameOrId) {
        if (farm.ids().is(nameOrId, EntityKind.FACILITY)) {
            return farm.directory().require(EntryKind.FACILITY, nameOrId);
        }
        for (FacilityEntry entry : farm.directory().named(EntryKind.FACILITY, nameOrId.toLowerCase(Locale.ROOT))) {
            return entry;
        }
        throw Ids.missing("facility", "'" + nameOrId + "'");
    }
}
