package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.service.Service;
import io.cuegrid.api.opencue.service.ServiceOverride;
import io.cuegrid.node.service.catalog.ServiceEntry;
import io.cuegrid.node.service.client.Ids;
import org.agrona.DirectBuffer;

/** Services, whose messages count in core units, and their overrides. */
public final class ServiceMapper {
    private ServiceMapper() {}

    public static Service map(Ids ids, ServiceEntry service) {
        return map(service, ids.record(EntityKind.SERVICE, service.number()));
    }

    public static ServiceOverride mapOverride(Ids ids, ServiceEntry service) {
        String id = ids.record(EntityKind.SERVICE_OVERRIDE, service.number());
        return ServiceOverride.newBuilder().setId(id).setData(map(service, id)).build();
    }

    private static Service map(ServiceEntry service, String id) {
        return Service.newBuilder()
                .setId(id)
                .setName(service.name())
                .setThreadable(service.threadable())
                .setMinCores(service.minCoreUnits())
                .setMaxCores(service.maxCoreUnits())
                .setMinMemory(service.memoryKib())
                .setMinGpuMemory(service.gpuMemoryKib())
                .addAllTags(Units.words(service.tags()))
                .setTimeout(service.timeoutMinutes())
                .setTimeoutLlu(service.timeoutLluMinutes())
                .setMinGpus(service.minGpus())
                .setMaxGpus(service.maxGpus())
                .setMinMemoryIncrease(Units.clamp(service.memoryIncreaseKib()))
                .build();
    }

    /** @param showNumber 0: farm-wide, else an override of that show */
    public static DirectBuffer record(Service service, long showNumber, boolean selfish) {
        return ServiceEntry.encode(
                showNumber,
                service.getThreadable(),
                service.getMinCores(),
                service.getMaxCores(),
                service.getMinMemory(),
                service.getMinGpuMemory(),
                service.getMinGpus(),
                service.getMaxGpus(),
                service.getTimeout(),
                service.getTimeoutLlu(),
                service.getMinMemoryIncrease(),
                selfish,
                service.getName(),
                String.join(" ", service.getTagsList()));
    }
}
