package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.node.service.catalog.Catalog;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.ServiceEntry;
import io.cuegrid.node.service.mapping.Units;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a layer leaves open from the first of its services that the farm knows; an override of the show comes
 * before the farm's own. A layer without a known service takes {@code default}.
 */
final class ServiceDefaults {
    static final String DEFAULT_SERVICE = "default";

    private final Map<String, ServiceEntry> farm = new HashMap<>();
    private final Map<String, ServiceEntry> show = new HashMap<>();

    ServiceDefaults(Catalog catalog, long showNumber) {
        catalog.all(EntryKind.SERVICE).forEach(service -> farm.put(service.name(), service));
        for (ServiceEntry override : catalog.all(EntryKind.SERVICE_OVERRIDE)) {
            if (override.showNumber() == showNumber) {
                show.put(override.name(), override);
            }
        }
    }

    /** The service that gives a layer its defaults, or null when not even {@code default} exists. */
    @Nullable
    ServiceEntry of(LayerDocument layer) {
        for (String name : layer.getServicesList()) {
            ServiceEntry found = find(name);
            if (found != null) {
                return found;
            }
        }
        return find(DEFAULT_SERVICE);
    }

    private @Nullable ServiceEntry find(String name) {
        ServiceEntry override = show.get(name);
        return override != null ? override : farm.get(name);
    }

    /** The layer with nothing left open. */
    static LayerDocument fill(LayerDocument layer, ServiceEntry service) {
        LayerDocument.Builder filled = layer.toBuilder();
        if (!layer.hasMinCoreUnits()) {
            filled.setMinCoreUnits(service.minCoreUnits());
        }
        if (!layer.hasMaxCoreUnits()) {
            filled.setMaxCoreUnits(service.maxCoreUnits());
        }
        if (!layer.hasThreadable()) {
            filled.setThreadable(service.threadable());
        }
        if (filled.getMinCoreUnits() > 0 && filled.getMinCoreUnits() < Units.CORE) {
            // part of a core cannot be shared by threads
            filled.setThreadable(false);
        }
        if (!layer.hasMemoryKib()) {
            filled.setMemoryKib(service.memoryKib());
        }
        if (!layer.hasMinGpus()) {
            filled.setMinGpus(service.minGpus());
        }
        if (!layer.hasMaxGpus()) {
            filled.setMaxGpus(service.maxGpus());
        }
        if (!layer.hasGpuMemoryKib()) {
            filled.setGpuMemoryKib(service.gpuMemoryKib());
        }
        if (!layer.hasTimeoutMinutes()) {
            filled.setTimeoutMinutes(service.timeoutMinutes());
        }
        if (!layer.hasTimeoutLluMinutes()) {
            filled.setTimeoutLluMinutes(service.timeoutLluMinutes());
        }
        if (layer.getTagsCount() == 0) {
            filled.addAllTags(Units.words(service.tags()));
        }
        if (!layer.getServicesList().contains(service.name())) {
            filled.addServices(service.name());
        }
        return filled.build();
    }
}
