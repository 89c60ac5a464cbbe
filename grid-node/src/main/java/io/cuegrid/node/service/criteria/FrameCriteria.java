package io.cuegrid.node.service.criteria;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.range.FrameRangeException;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import io.cuegrid.node.service.rpc.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;

/**
 * What a search for frames of one job asks for, checked on rows before anything is made of them.
 *
 * <p>{@code ids} of other jobs' frames match nothing; {@code frames} are frame names. Memory ranges are GB of the
 * peak, duration ranges are hours; {@code changeDate} is epoch seconds.
 */
public final class FrameCriteria {
    /** Every state of a frame. */
    public static final int ALL_STATES = (1 << (FrameState.CHECKPOINT_VALUE + 1)) - 1;

    private static final double KIB_PER_GIB = 1024.0 * 1024.0;
    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final @Nullable IntHashSet ordinals;
    private final Set<String> frames;
    private final Set<String> layers;
    private final int stateMask;
    private final @Nullable FrameSet numbers;
    private final @Nullable NumberRange memory;
    private final @Nullable NumberRange duration;
    private final long changedAfterMillis;
    private final long nowMillis;

    /**
     * @param job whose frames are searched
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when a range cannot be read
     */
    public FrameCriteria(FrameSearchCriteria criteria, EntityId job, long nowMillis) {
        this.nowMillis = nowMillis;
        ordinals = criteria.getIdsCount() == 0 ? null : ordinals(criteria.getIdsList(), job);
        frames = new HashSet<>(criteria.getFramesList());
        layers = new HashSet<>(criteria.getLayersList());
        int mask = 0;
        for (int state : criteria.getStates().getFrameStatesValueList()) {
            mask |= state >= 0 && state <= FrameState.CHECKPOINT_VALUE ? 1 << state : 0;
        }
        boolean anyState = criteria.getStates().getFrameStatesCount() == 0;
        stateMask = anyState ? ALL_STATES : mask;
        numbers = criteria.getFrameRange().isEmpty() ? null : range(criteria.getFrameRange());
        memory = criteria.getMemoryRange().isEmpty()
                ? null
                : NumberRange.parse(criteria.getMemoryRange(), "memory range in GB");
        duration = criteria.getDurationRange().isEmpty()
                ? null
                : NumberRange.parse(criteria.getDurationRange(), "duration range in hours");
        changedAfterMillis = criteria.getChangeDate() * 1_000L;
    }

    private static IntHashSet ordinals(List<String> ids, EntityId job) {
        IntHashSet ordinals = new IntHashSet();
        for (String text : ids) {
            EntityId id = EntityId.parse(text);
            if (id != null
                    && id.kind() == EntityKind.FRAME
                    && id.incarnation() == job.incarnation()
                    && id.cell() == job.cell()
                    && id.number() == job.number()) {
                ordinals.add(id.sub());
            }
        }
        return ordinals;
    }

    /** Frame numbers of a range text, or INVALID_ARGUMENT. */
    public static FrameSet range(String text) {
        try {
            return FrameSet.parse(text);
        } catch (FrameRangeException bad) {
            throw Problem.invalid(capital(bad.getMessage()) + ".");
        }
    }

    private static String capital(@Nullable String sentence) {
        return sentence == null ? "" : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** The sum of {@code 1 << state} of the states asked for. */
    public int stateMask() {
        return stateMask;
    }

    /** Whether states and layers say it all, so that no row needs to be looked at. */
    public boolean byStateAndLayerOnly() {
        return ordinals == null
                && frames.isEmpty()
                && numbers == null
                && memory == null
                && duration == null
                && changedAfterMillis == 0;
    }

    /** Whether frames of this layer may match. */
    public boolean matches(LayerFacts layer) {
        return layers.isEmpty() || layers.contains(layer.name());
    }

    public boolean matches(FrameRowDecoder row, String layerName) {
        return (stateMask & (1 << row.frameState().value())) != 0
                && (layers.isEmpty() || layers.contains(layerName))
                && (ordinals == null || ordinals.contains(row.frameOrdinal()))
                && (numbers == null || numbers.contains(row.frameNumber()))
                && (memory == null || memory.holds(row.maxRssKib() / KIB_PER_GIB))
                && (duration == null || lasted(row, duration))
                && (changedAfterMillis == 0 || row.changedMillis() > changedAfterMillis)
                && (frames.isEmpty()
                        || frames.contains(
                                io.cuegrid.node.service.mapping.FrameNames.of(row.frameNumber(), layerName)));
    }

    private boolean lasted(FrameRowDecoder row, NumberRange hours) {
        if (row.frameState() == io.cuegrid.core.sbe.FrameState.WAITING || row.startedMillis() == 0) {
            return false;
        }
        long end = row.stoppedMillis() > row.startedMillis() ? row.stoppedMillis() : nowMillis;
        return hours.holds((end - row.startedMillis()) / MILLIS_PER_HOUR);
    }
}
