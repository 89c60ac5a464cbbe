package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.subscription.Subscription;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.service.catalog.AllocationEntry;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.SubscriptionEntry;

/** A subscription's record as OpenCue's Subscription, which counts in core units. */
public final class SubscriptionMapper {
    private SubscriptionMapper() {}

    public static Subscription map(View view, SubscriptionEntry subscription) {
        Usage.Totals usage = view.usage().of(RecordKind.SUBSCRIPTION, subscription.number());
        AllocationEntry allocation = view.catalog().find(EntryKind.ALLOCATION, subscription.allocationNumber());
        return Subscription.newBuilder()
                .setId(view.ids().record(EntityKind.SUBSCRIPTION, subscription.number()))
                .setName(view.catalog().subscriptionName(subscription))
                .setShowName(view.catalog().showName(subscription.showNumber()))
                .setFacility(allocation == null ? "" : view.catalog().facilityName(allocation.facilityNumber()))
                .setAllocationName(view.catalog().allocationName(subscription.allocationNumber()))
                .setSize(subscription.sizeCoreUnits())
                .setBurst(subscription.burstCoreUnits())
                .setReservedCores(Units.clamp(usage.coreUnits()))
                .setReservedGpus(Units.clamp(usage.gpus()))
                .build();
    }
}
