package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowStats;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.service.catalog.ShowEntry;

/** A show's record as OpenCue's Show. Counts over the life of a show are history's and stay 0 here. */
public final class ShowMapper {
    private ShowMapper() {}

    public static Show map(View view, ShowEntry show) {
        Usage.Totals usage = view.usage().of(RecordKind.SHOW, show.number());
        return Show.newBuilder()
                .setId(view.ids().record(EntityKind.SHOW, show.number()))
                .setName(show.name())
                .setDefaultMinCores(Units.cores(show.defaultMinCoreUnits()))
                .setDefaultMaxCores(Units.cores(show.defaultMaxCoreUnits()))
                .setDefaultMinGpus(show.defaultMinGpus())
                .setDefaultMaxGpus(show.defaultMaxGpus())
                .setCommentEmail(show.commentEmail())
                .setBookingEnabled(show.bookingEnabled())
                .setDispatchEnabled(show.dispatchEnabled())
                .setActive(show.active())
                .setShowStats(ShowStats.newBuilder()
                        .setRunningFrames(Units.clamp(usage.running()))
                        .setDeadFrames(Units.clamp(usage.dead()))
                        .setPendingFrames(Units.clamp(usage.waiting() + usage.depend()))
                        .setPendingJobs(Units.clamp(usage.jobs()))
                        .setReservedCores(Units.cores(usage.coreUnits()))
                        .setReservedGpus(usage.gpus()))
                .build();
    }
}
