package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose frames of a job. */
final class FrameFilter {
    @Option(names = "--layer", paramLabel = "NAME", description = "frames of this layer (may be repeated)")
    @Nullable
    List<String> layers;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "frames in this state (may be repeated): waiting, setup, "
                    + "running, succeeded, depend, dead, eaten, checkpoint")
    @Nullable
    List<String> states;

    @Option(names = "--range", paramLabel = "RANGE", description = "frames with these numbers, as in 1-10x2,20")
    @Nullable
    String range;

    boolean isEmpty() {
        return layers == null && states == null && range == null;
    }

    FrameSearchCriteria.Builder criteria() {
        FrameSearchCriteria.Builder criteria = FrameSearchCriteria.newBuilder();
        if (layers != null) {
            criteria.addAllLayers(layers);
        }
        if (states != null) {
            criteria.setStates(FrameStateSeq.newBuilder()
                    .addAllFrameStates(states.stream().map(FrameFilter::state).toList()));
        }
        if (range != null) {
            criteria.setFrameRange(range);
        }
        return criteria;
    }

    private static FrameState state(String text) {
        return Arrays.stream(FrameState.values())
                .filter(state ->
                        state != FrameState.UNRECOGNIZED && state.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new CliFailure(
                        ExitStatus.USAGE,
                        "there is no frame state '" + text + "'; states are "
                                + Arrays.stream(FrameState.values())
                                        .filter(state -> state != FrameState.UNRECOGNIZED)
                                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }
}
