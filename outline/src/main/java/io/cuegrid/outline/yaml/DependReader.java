package io.cuegrid.outline.yaml;

import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.api.spec.SpecValues;
import io.cuegrid.api.spec.Suggestions;
import io.cuegrid.outline.DependType;
import io.cuegrid.outline.Layer;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.Outline.JobDepend;
import io.cuegrid.outline.Outline.NamedEnd;
import io.cuegrid.outline.yaml.YamlNode.Mapping;
import io.cuegrid.outline.yaml.YamlNode.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what layers and jobs wait for. Threading: one thread. */
final class DependReader {
    private static final Set<String> LAYER_KEYS = Set.of("layer", "frame", "job", "type");
    private static final Set<String> JOB_KEYS = Set.of("type", "any", "waiting", "on");
    private static final Set<String> WAITING_KEYS = Set.of("layer", "frame");
    private static final Set<String> ON_KEYS = Set.of("job", "layer", "frame");
    private static final List<String> TYPE_WORDS =
            Arrays.stream(DependType.values()).map(DependType::word).toList();

    private final SpecProblems problems;
    private final YamlValues values;

    DependReader(SpecProblems problems, YamlValues values) {
        this.problems = problems;
        this.values = values;
    }

    /** {@code render}, {@code render:all} or keys. */
    void ofLayer(YamlNode node, Layer layer) {
        if (node instanceof Scalar) {
            Given given = values.asScalar(node, "depends");
            if (given != null) {
                String[] parts = given.text().split(":", 2);
                DependType type = parts.length == 1 ? DependType.FRAME_BY_FRAME : type(new Given(parts[1], given.at()));
                add(layer, type, null, new Given(parts[0].strip(), given.at()), null, given);
            }
            return;
        }
        Mapping depend = values.asMapping(node, "a depend");
        if (depend == null || isWithBlank(depend)) {
            return;
        }
        values.checkKeys(depend, LAYER_KEYS, "a depend");
        Given typeGiven = values.scalar(depend, "type");
        DependType type = typeGiven == null ? DependType.FRAME_BY_FRAME : type(typeGiven);
        Given job = values.scalar(depend, "job");
        Given on = values.scalar(depend, "layer");
        Given frame = values.scalar(depend, "frame");
        Given at = new Given("", depend.at());
        if (frame != null) {
            Given named = frameName(frame, on);
            layer.dependOn(depend.at(), DependKind.LAYER_ON_FRAME, false, job, layerOf(named, on), named);
        } else if (on != null) {
            add(layer, type, job, on, null, at);
        } else if (job != null) {
            layer.dependOn(depend.at(), DependKind.LAYER_ON_JOB, false, job, null, null);
        } else {
            problems.add(depend.at(), "a depend names a layer, a frame or a job");
        }
    }

    /** The full name of a job, or keys for any of OpenCue's depends. */
    void ofJob(YamlNode node, Outline outline) {
        if (node instanceof Scalar) {
            Given job = values.asScalar(node, "depends");
            if (job != null) {
                NamedEnd on = new NamedEnd(job, null, null);
                outline.depend(new JobDepend(node.at(), DependKind.JOB_ON_JOB, false, NamedEnd.THIS_JOB, on));
            }
            return;
        }
        Mapping depend = values.asMapping(node, "a depend");
        if (depend == null) {
            return;
        }
        values.checkKeys(depend, JOB_KEYS, "a depend of the job");
        Given type = values.scalar(depend, "type");
        DependKind kind = type == null ? DependKind.JOB_ON_JOB : kind(type);
        Given any = values.scalar(depend, "any");
        Boolean anyFrame = any == null ? Boolean.FALSE : new SpecValues(problems).bool("any", any);
        NamedEnd waiting = end(depend, "waiting", WAITING_KEYS);
        NamedEnd on = end(depend, "on", ON_KEYS);
        if (on == null) {
            problems.add(depend.at(), "a depend says what it waits for with \"on\"");
        } else if (kind != null && anyFrame != null) {
            outline.depend(
                    new JobDepend(depend.at(), kind, anyFrame, waiting == null ? NamedEnd.THIS_JOB : waiting, on));
        }
    }

    private void add(
            Layer layer, @Nullable DependType type, @Nullable Given job, Given on, @Nullable Given frame, Given at) {
        if (type != null) {
            layer.dependOn(at.at(), type.kind(), type == DependType.LAYER_ON_ANY, job, on, frame);
        }
    }

    /** {@code render: all} is a key with a value, where {@code render:all} was meant. */
    private boolean isWithBlank(Mapping depend) {
        if (depend.entries().size() != 1) {
            return false;
        }
        String key = depend.entries().keySet().iterator().next();
        if (LAYER_KEYS.contains(key)) {
            return false;
        }
        problems.add(
                depend.at(),
                "write \"" + key + ":all\" without a blank after the colon, or \"layer: " + key
                        + "\" and \"type: all\"");
        return true;
    }

    private @Nullable DependType type(Given given) {
        DependType type = DependType.of(given.text());
        if (type == null) {
            problems.add(
                    given.at(),
                    "\"" + given.text() + "\" is not a way to wait: " + String.join(", ", TYPE_WORDS)
                            + Suggestions.didYouMean(given.text(), TYPE_WORDS));
        }
        return type;
    }

    private @Nullable DependKind kind(Given given) {
        DependKind kind = DependKind.named(given.text());
        if (kind == null) {
            List<String> names =
                    Arrays.stream(DependKind.values()).map(Enum::name).toList();
            problems.add(
                    given.at(),
                    "the depend type \"" + given.text() + "\" is not known"
                            + Suggestions.didYouMean(given.text(), names));
        }
        return kind;
    }

    private @Nullable NamedEnd end(Mapping depend, String key, Set<String> keys) {
        YamlNode.Entry entry = depend.entries().get(key);
        Mapping end = entry == null ? null : values.asMapping(entry.value(), "\"" + key + "\"");
        if (end == null) {
            return null;
        }
        values.checkKeys(end, keys, "\"" + key + "\"");
        Given layer = values.scalar(end, "layer");
        Given frame = values.scalar(end, "frame");
        Given named = frame == null ? null : frameName(frame, layer);
        return new NamedEnd(values.scalar(end, "job"), named == null ? layer : layerOf(named, layer), named);
    }

    /** A bare number is the frame of the layer that stands beside it. */
    private static Given frameName(Given frame, @Nullable Given layer) {
        try {
            int number = Integer.parseInt(frame.text().strip());
            return layer == null ? frame : new Given(LayerFrames.frameName(number, layer.text()), frame.at());
        } catch (NumberFormatException aName) {
            return frame;
        }
    }

    /** The layer that a frame's name names, so that it can be looked up. */
    private static @Nullable Given layerOf(Given frame, @Nullable Given layer) {
        int dash = frame.text().indexOf('-', 1);
        return layer != null || dash < 0 ? layer : new Given(frame.text().substring(dash + 1), frame.at());
    }
}
