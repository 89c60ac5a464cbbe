package io.cuegrid.api.spec;

import io.cuegrid.api.range.LayerFrames;
import java.util.List;

/** Checks the layers and holds the totals of their frames within the limits. Threading: one thread. */
final class FrameCounts {
    private final SpecProblems problems;
    private long numbers;

    FrameCounts(SpecProblems problems) {
        this.problems = problems;
    }

    /** Stops at the layer where the work of reading would become too much. */
    void check(List<JobDraft> jobs) {
        for (JobDraft job : jobs) {
            long frames = 0;
            for (LayerDraft layer : job.layers().values()) {
                layer.check();
                LayerFrames known = layer.frames();
                frames += known == null ? 0 : known.count();
                numbers += known == null ? 0 : known.frames().size();
                if (numbers > SpecLimits.MAX_NUMBERS) {
                    problems.add(
                            layer.at(),
                            "with " + layer.title() + " it has " + numbers + " single frames, the maximum is "
                                    + SpecLimits.MAX_NUMBERS);
                    return;
                }
            }
            if (frames > SpecLimits.MAX_JOB_FRAMES) {
                problems.add(
                        job.name().at(),
                        "the job \"" + job.name().text() + "\" has " + frames + " frames, the maximum is "
                                + SpecLimits.MAX_JOB_FRAMES);
            }
        }
    }
}
