package io.cuegrid.outline;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.range.FrameRangeException;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.DependDraft;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.JobDraft;
import io.cuegrid.api.spec.SpecDraft;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.api.spec.SpecValues;
import io.cuegrid.api.spec.Suggestions;
import io.cuegrid.outline.Outline.JobDepend;
import io.cuegrid.outline.Outline.NamedEnd;
import io.cuegrid.outline.Outline.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a set-up outline into a specification. Threading: one thread, one outline. */
final class OutlineSpec {
    private static final String DEFAULT_SHOW = "testing";
    private static final String DEFAULT_SHOT = "default";

    private final Outline outline;
    private final List<String> warnings;
    private final SpecProblems problems;
    private final SpecValues values;
    /** The layers that are part of the job, with their frames. */
    private final Map<Layer, Given> frames = new LinkedHashMap<>();

    OutlineSpec(Outline outline, SpecProblems problems, List<String> warnings) {
        this.outline = outline;
        this.problems = problems;
        this.values = new SpecValues(problems);
        this.warnings = warnings;
    }

    /** False when none of its frames lies in the outline's range. A wrong range is part of it: it will be told. */
    static boolean isPartOfTheJob(Layer layer) {
        try {
            return !layer.frames().text().isEmpty();
        } catch (FrameRangeException wrong) {
            return true;
        }
    }

    SpecDocument build(long nowMillis) throws SpecException {
        SpecDraft draft = new SpecDraft(problems, nowMillis);
        draft.show(or(Setting.SHOW, variable("SHOW"), DEFAULT_SHOW));
        draft.shot(or(Setting.SHOT, variable("SHOT"), DEFAULT_SHOT));
        draft.user(or(Setting.USER, System.getProperty("user.name"), ""));
        draft.facility(or(Setting.FACILITY, variable("RENDER_TO"), or(variable("FACILITY"), "")));
        apply(Setting.UID, draft::uid);
        apply(Setting.EMAIL, draft::email);
        JobDraft job = draft.job(outline.givenName());
        jobValues(job);
        outline.environment().forEach(job::environment);
        collectLayers();
        frames.forEach((layer, range) -> layer.writeTo(job.layer(layer.givenName()), values, range));
        frames.keySet().forEach(layer -> layer.depends().forEach(depend -> depend(draft, layer, depend)));
        outline.jobDepends().forEach(depend -> depend(draft, depend));
        return draft.build();
    }

    private void jobValues(JobDraft job) {
        int least = Integer.MIN_VALUE;
        int most = Integer.MAX_VALUE;
        apply(Setting.PAUSED, given -> set(values.bool("paused", given), job.document()::setPaused));
        apply(
                Setting.PRIORITY,
                given -> set(values.integer("priority", given, least, most), job.document()::setPriority));
        apply(
                Setting.RETRIES,
                given -> set(
                        values.integer("retries", given, 0, SpecLimits.MAX_RETRIES), job.document()::setMaxRetries));
        apply(Setting.MAX_CORES, given -> set(values.coreUnits("max-cores", given), job.document()::setMaxCoreUnits));
        apply(Setting.MAX_GPUS, given -> set(values.integer("max-gpus", given, 0, most), job.document()::setMaxGpus));
        apply(Setting.AUTO_EAT, given -> set(values.bool("auto-eat", given), job.document()::setAutoEat));
        apply(Setting.OS, given -> job.document().setOs(given.text().strip()));
    }

    /** Finds each layer's frames; what has none in the outline's range is left out. */
    private void collectLayers() {
        Given whole = outline.givenRange();
        boolean wholeIsRight = whole == null || isRight(whole, "the range of the job");
        for (Layer layer : outline.layers()) {
            Given own = layer.get(Layer.Setting.RANGE);
            boolean ownIsRight = own == null || isRight(own, "layer \"" + layer.name() + "\"");
            if (!wholeIsRight || !ownIsRight) {
                frames.put(layer, Given.of("1"));
                continue;
            }
            Given range = layer.frames();
            if (range.text().isEmpty()) {
                warnings.add("the layer \"" + layer.name()
                        + "\" is left out: none of its frames is in the range of the job");
            } else {
                frames.put(layer, range);
            }
        }
        if (frames.isEmpty() && !outline.layers().isEmpty()) {
            problems.add(
                    outline.givenName().at(),
                    "there is nothing to launch: no layer has a frame in the range of the job");
        }
    }

    private boolean isRight(Given range, String what) {
        try {
            FrameSet.parse(range.text().strip());
            return true;
        } catch (FrameRangeException wrong) {
            problems.add(range.at(), what + ": " + wrong.getMessage());
            return false;
        }
    }

    private void depend(SpecDraft draft, Layer layer, Depend depend) {
        DependDraft.End waiting = new DependDraft.End(outline.givenName(), layer.givenName(), null);
        Given onJob = depend.onJob();
        if (onJob != null) {
            DependDraft.End on = new DependDraft.End(onJob, depend.onLayer(), depend.onFrame());
            draft.depend(new DependDraft(depend.at(), depend.kind(), depend.anyFrame(), waiting, on));
            return;
        }
        Layer target = LayerDepends.target(outline, depend);
        if (target == null || !outline.layers().contains(target)) {
            tellUnknown(depend);
            return;
        }
        Given targetFrames = frames.get(target);
        if (targetFrames == null) {
            warnings.add("the layer \"" + layer.name() + "\" does not wait for \"" + target.name()
                    + "\", which is left out");
            return;
        }
        Given frame = depend.onFrame();
        if (depend.kind() == DependKind.LAYER_ON_SIM_FRAME && frame == null) {
            int first = FrameSet.parse(targetFrames.text().strip()).get(0);
            frame = new Given(LayerFrames.frameName(first, target.name()), depend.at());
        }
        Given named = frame == null ? new Given(target.name(), depend.at()) : null;
        DependDraft.End on = new DependDraft.End(outline.givenName(), named, frame);
        draft.depend(new DependDraft(depend.at(), depend.kind(), depend.anyFrame(), waiting, on));
    }

    private void tellUnknown(Depend depend) {
        Layer object = depend.on();
        Given name = depend.onLayer();
        String text = object != null ? object.name() : name == null ? "" : name.text();
        problems.add(
                depend.at(),
                "there is no layer \"" + text + "\" in the job"
                        + Suggestions.didYouMean(
                                text, outline.layers().stream().map(Layer::name).toList()));
    }

    private void depend(SpecDraft draft, JobDepend depend) {
        draft.depend(new DependDraft(
                depend.at(), depend.kind(), depend.anyFrame(), end(depend.waiting()), end(depend.on())));
    }

    private DependDraft.End end(NamedEnd end) {
        Given job = end.job();
        return new DependDraft.End(job == null ? outline.givenName() : job, end.layer(), end.frame());
    }

    private void apply(Setting setting, Consumer<Given> consumer) {
        Given given = outline.get(setting);
        if (given != null) {
            consumer.accept(given);
        }
    }

    private Given or(Setting setting, @Nullable String found, String otherwise) {
        Given given = outline.get(setting);
        return given != null ? given : Given.of(or(found, otherwise));
    }

    private static String or(@Nullable String found, String otherwise) {
        return found == null || found.isBlank() ? otherwise : found;
    }

    private static @Nullable String variable(String name) {
        return System.getenv(name.toUpperCase(Locale.ROOT));
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
