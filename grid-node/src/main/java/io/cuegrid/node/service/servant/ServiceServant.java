package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.service.Service;
import io.cuegrid.api.opencue.service.ServiceCreateServiceResponse;
import io.cuegrid.api.opencue.service.ServiceDeleteResponse;
import io.cuegrid.api.opencue.service.ServiceGetDefaultServicesRequest;
import io.cuegrid.api.opencue.service.ServiceGetDefaultServicesResponse;
import io.cuegrid.api.opencue.service.ServiceGetServiceResponse;
import io.cuegrid.api.opencue.service.ServiceInterfaceGrpc;
import io.cuegrid.api.opencue.service.ServiceOverride;
import io.cuegrid.api.opencue.service.ServiceOverrideDeleteResponse;
import io.cuegrid.api.opencue.service.ServiceOverrideInterfaceGrpc;
import io.cuegrid.api.opencue.service.ServiceOverrideSeq;
import io.cuegrid.api.opencue.service.ServiceOverrideUpdateResponse;
import io.cuegrid.api.opencue.service.ServiceSeq;
import io.cuegrid.api.opencue.service.ServiceUpdateResponse;
import io.cuegrid.api.opencue.show.ShowCreateServiceOverrideResponse;
import io.cuegrid.api.opencue.show.ShowGetServiceOverrideResponse;
import io.cuegrid.api.opencue.show.ShowGetServiceOverridesResponse;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.ServiceEntry;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.ServiceMapper;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.Comparator;

/** ServiceInterface, ServiceOverrideInterface, and the overrides of ShowInterface. Threading: any thread. */
final class ServiceServant {
    private final Farm farm;

    ServiceServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable service, MethodTable override, MethodTable show) {
        service.on(ServiceInterfaceGrpc.getGetDefaultServicesMethod(), this::getDefaults)
                .on(
                        ServiceInterfaceGrpc.getGetServiceMethod(),
                        request -> ServiceGetServiceResponse.newBuilder()
                                .setService(ServiceMapper.map(farm.ids(), find(request.getName())))
                                .build())
                .on(ServiceInterfaceGrpc.getCreateServiceMethod(), request -> {
                    long number = farm.directory()
                            .create(EntryKind.SERVICE, ServiceMapper.record(request.getData(), 0, false));
                    String id = farm.ids().record(EntityKind.SERVICE, number);
                    return ServiceCreateServiceResponse.newBuilder()
                            .setService(ServiceMapper.map(
                                    farm.ids(), farm.directory().require(EntryKind.SERVICE, id)))
                            .build();
                })
                .doing(
                        ServiceInterfaceGrpc.getUpdateMethod(),
                        request -> update(EntryKind.SERVICE, request.getService()),
                        ServiceUpdateResponse.getDefaultInstance())
                .doing(
                        ServiceInterfaceGrpc.getDeleteMethod(),
                        request -> delete(EntryKind.SERVICE, request.getService()),
                        ServiceDeleteResponse.getDefaultInstance());
        override.doing(
                        ServiceOverrideInterfaceGrpc.getUpdateMethod(),
                        request -> update(EntryKind.SERVICE_OVERRIDE, request.getService()),
                        ServiceOverrideUpdateResponse.getDefaultInstance())
                .doing(
                        ServiceOverrideInterfaceGrpc.getDeleteMethod(),
                        request -> delete(EntryKind.SERVICE_OVERRIDE, request.getService()),
                        ServiceOverrideDeleteResponse.getDefaultInstance());
        ofShow(show);
    }

    private void ofShow(MethodTable table) {
        table.on(ShowInterfaceGrpc.getGetServiceOverridesMethod(), request -> {
                    ShowEntry show = farm.directory()
                            .require(EntryKind.SHOW, request.getShow().getId());
                    ServiceOverrideSeq.Builder found = ServiceOverrideSeq.newBuilder();
                    farm.directory().read(EntryKind.SERVICE_OVERRIDE).stream()
                            .filter(entry -> entry.showNumber() == show.number())
                            .sorted(Comparator.comparing(ServiceEntry::name))
                            .forEach(entry -> found.addServiceOverrides(ServiceMapper.mapOverride(farm.ids(), entry)));
                    return ShowGetServiceOverridesResponse.newBuilder()
                            .setServiceOverrides(found)
                            .build();
                })
                .on(ShowInterfaceGrpc.getGetServiceOverrideMethod(), request -> {
                    ShowEntry show = farm.directory()
                            .require(EntryKind.SHOW, request.getShow().getId());
                    return ShowGetServiceOverrideResponse.newBuilder()
                            .setServiceOverride(findOverride(show, request.getName()))
                            .build();
                })
                .on(ShowInterfaceGrpc.getCreateServiceOverrideMethod(), request -> {
                    ShowEntry show = farm.directory()
                            .require(EntryKind.SHOW, request.getShow().getId());
                    farm.directory()
                            .create(
                                    EntryKind.SERVICE_OVERRIDE,
                                    ServiceMapper.record(request.getService(), show.number(), false));
                    return ShowCreateServiceOverrideResponse.newBuilder()
                            .setServiceOverride(
                                    findOverride(show, request.getService().getName()))
                            .build();
                });
    }

    private ServiceGetDefaultServicesResponse getDefaults(ServiceGetDefaultServicesRequest request) {
        ServiceSeq.Builder found = ServiceSeq.newBuilder();
        farm.directory().read(EntryKind.SERVICE).stream()
                .sorted(Comparator.comparing(ServiceEntry::name))
                .forEach(entry -> found.addServices(ServiceMapper.map(farm.ids(), entry)));
        return ServiceGetDefaultServicesResponse.newBuilder().setServices(found).build();
    }

    /** By name or id. */
    private ServiceEntry find(String nameOrId) {
        if (farm.ids().is(nameOrId, EntityKind.SERVICE)) {
            return farm.directory().require(EntryKind.SERVICE, nameOrId);
        }
        for (ServiceEntry entry : farm.directory().named(EntryKind.SERVICE, nameOrId)) {
            return entry;
        }
        throw Ids.missing("service", "'" + nameOrId + "'");
    }

    private ServiceOverride findOverride(ShowEntry show, String nameOrId) {
        for (ServiceEntry entry : farm.directory().read(EntryKind.SERVICE_OVERRIDE)) {
            ServiceOverride override = ServiceMapper.mapOverride(farm.ids(), entry);
            boolean named = entry.name().equals(nameOrId) || override.getId().equals(nameOrId);
            if (entry.showNumber() == show.number() && named) {
                return override;
            }
        }
        throw Ids.missing("service override", "'" + nameOrId + "' of show " + show.name());
    }

    /** Replaces every field that a request can hold, also by 0 and empty ones, as OpenCue does. */
    private void update(EntryKind<ServiceEntry> kind, Service service) {
        farm.directory()
                .change(
                        kind,
                        service.getId(),
                        (entry, bytes) -> ServiceMapper.record(service, entry.showNumber(), entry.selfish()));
    }

    private void delete(EntryKind<ServiceEntry> kind, Service service) {
        farm.directory()
                .remove(kind, farm.directory().require(kind, service.getId()).number());
    }
}
