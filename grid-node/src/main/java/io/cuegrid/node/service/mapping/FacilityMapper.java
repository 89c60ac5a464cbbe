package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.facility.Allocation;
import io.cuegrid.api.opencue.facility.AllocationStats;
import io.cuegrid.api.opencue.facility.Facility;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.service.catalog.AllocationEntry;
import io.cuegrid.node.service.catalog.FacilityEntry;

/** Facilities and allocations as OpenCue's messages. */
public final class FacilityMapper {
    private FacilityMapper() {}

    public static Facility map(View view, FacilityEntry facility) {
        return Facility.newBuilder()
                .setId(view.ids().record(EntityKind.FACILITY, facility.number()))
                .setName(facility.name())
                .build();
    }

    public static Allocation map(View view, AllocationEntry allocation) {
        Usage.Totals usage = view.usage().of(RecordKind.ALLOCATION, allocation.number());
        return Allocation.newBuilder()
                .setId(view.ids().record(EntityKind.ALLOCATION, allocation.number()))
                .setName(allocation.name())
                .setTag(allocation.tag())
                .setFacility(view.catalog().facilityName(allocation.facilityNumber()))
                .setBillable(allocation.billable())
                .setStats(AllocationStats.newBuilder()
                        .setCores(Units.cores(usage.totalCoreUnits()))
                        .setAvailableCores(Units.cores(usage.availableCoreUnits()))
                        .setIdleCores(Units.cores(usage.idleCoreUnits()))
                        .setRunningCores(Units.cores(usage.totalCoreUnits() - usage.idleCoreUnits()))
                        .setLockedCores(Units.cores(usage.lockedCoreUnits()))
                        .setHosts(usage.hosts())
                        .setLockedHosts(usage.lockedHosts())
                        .setDownHosts(usage.downHosts())
                        .setGpus(usage.totalGpus())
                        .setIdleGpus(usage.idleGpus())
                        .setRunningGpus(usage.totalGpus() - usage.idleGpus()))
                .build();
    }
}
