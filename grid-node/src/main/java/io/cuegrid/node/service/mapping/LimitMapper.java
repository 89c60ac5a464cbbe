package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.limit.Limit;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.service.catalog.LimitEntry;

/** A limit's record as OpenCue's Limit. */
public final class LimitMapper {
    private LimitMapper() {}

    public static Limit map(View view, LimitEntry limit) {
        return Limit.newBuilder()
                .setId(view.ids().record(EntityKind.LIMIT, limit.number()))
                .setName(limit.name())
                .setMaxValue(limit.maxValue())
                .setCurrentRunning(Units.clamp(
                        view.usage().of(RecordKind.LIMIT, limit.number()).running()))
                .build();
    }
}
