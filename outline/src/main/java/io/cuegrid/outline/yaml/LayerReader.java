package io.cuegrid.outline.yaml;

import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.api.spec.SpecValues;
import io.cuegrid.outline.Layer;
import io.cuegrid.outline.LayerPostProcess;
import io.cuegrid.outline.LayerPreProcess;
import io.cuegrid.outline.LayerType;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.Shell;
import io.cuegrid.outline.ShellCommand;
import io.cuegrid.outline.ShellScript;
import io.cuegrid.outline.ShellSequence;
import io.cuegrid.outline.ShellText;
import io.cuegrid.outline.yaml.YamlNode.Entry;
import io.cuegrid.outline.yaml.YamlNode.Mapping;
import io.cuegrid.outline.yaml.YamlNode.Sequence;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the layers of a job file. Threading: one thread, one file. */
final class LayerReader {
    private static final Map<String, Layer.Setting> SETTINGS = Map.ofEntries(
            Map.entry("range", Layer.Setting.RANGE),
            Map.entry("chunk", Layer.Setting.CHUNK),
            Map.entry("cores", Layer.Setting.CORES),
            Map.entry("max-cores", Layer.Setting.MAX_CORES),
            Map.entry("threadable", Layer.Setting.THREADABLE),
            Map.entry("memory", Layer.Setting.MEMORY),
            Map.entry("gpus", Layer.Setting.GPUS),
            Map.entry("max-gpus", Layer.Setting.MAX_GPUS),
            Map.entry("gpu-memory", Layer.Setting.GPU_MEMORY),
            Map.entry("timeout", Layer.Setting.TIMEOUT),
            Map.entry("log-timeout", Layer.Setting.TIMEOUT_LLU));
    private static final List<String> WHAT_RUNS = List.of("command", "commands", "script", "script-file");
    static final Set<String> KEYS = keys();

    private final SpecProblems problems;
    private final YamlValues values;
    private final Outline outline;
    private final Path folder;

    LayerReader(SpecProblems problems, YamlValues values, Outline outline, Path folder) {
        this.problems = problems;
        this.values = values;
        this.outline = outline;
        this.folder = folder;
    }

    void read(Mapping node, Given name) {
        values.checkKeys(node, KEYS, "a layer");
        LayerType type = type(node);
        Layer layer = create(node, name, isOnce(node, type));
        if (layer == null) {
            return;
        }
        layer.type(type);
        SETTINGS.forEach((key, setting) -> values.scalar(node, key, given -> layer.set(setting, given)));
        values.scalars(node, "tags").forEach(layer::addTag);
        values.scalars(node, "limits").forEach(layer::addLimit);
        values.scalars(node, "services").forEach(layer::addService);
        values.mapping(node, "env", layer::env);
        values.mapping(node, "outputs", layer::addOutput);
        DependReader depends = new DependReader(problems, values);
        values.listOrOne(node, "depends").forEach(depend -> depends.ofLayer(depend, layer));
        Given before = values.scalar(node, "preprocess");
        if (before != null) {
            outline.add(new LayerPreProcess(layer, "preprocess", before));
        }
        outline.add(layer);
        Given after = values.scalar(node, "postprocess");
        if (after != null) {
            outline.add(new LayerPostProcess(layer, after));
        }
    }

    private LayerType type(Mapping node) {
        Given given = values.scalar(node, "type");
        if (given == null) {
            return LayerType.RENDER;
        }
        return switch (given.text().strip().toLowerCase(Locale.ROOT)) {
            case "render" -> LayerType.RENDER;
            case "util" -> LayerType.UTIL;
            case "post" -> LayerType.POST;
            default -> {
                problems.add(given.at(), "the type \"" + given.text() + "\" is not one of render, util and post");
                yield LayerType.RENDER;
            }
        };
    }

    /** A POST layer without a range runs once. */
    private boolean isOnce(Mapping node, LayerType type) {
        Given given = values.scalar(node, "once");
        Boolean once = given == null ? null : new SpecValues(problems).bool("once", given);
        return once == null ? type == LayerType.POST && !node.entries().containsKey("range") : once;
    }

    private @Nullable Layer create(Mapping node, Given name, boolean once) {
        List<String> given =
                WHAT_RUNS.stream().filter(node.entries()::containsKey).toList();
        if (given.size() != 1) {
            problems.add(
                    node.at(),
                    "layer \"" + name.text() + "\" needs exactly one of " + String.join(", ", WHAT_RUNS)
                            + (given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
            return null;
        }
        String what = given.get(0);
        boolean hasOwnFrames = !what.equals("command") || once;
        Entry range = node.entries().get("range");
        if (hasOwnFrames && range != null) {
            problems.add(
                    range.keyAt(),
                    "layer \"" + name.text() + "\" takes no range: "
                            + (what.equals("commands") ? "its frames are its commands" : "it runs once"));
            return null;
        }
        return switch (what) {
            case "command" -> command(node, name, once);
            case "commands" -> sequence(node, name);
            case "script" -> script(node, name);
            default -> scriptFile(node, name);
        };
    }

    private @Nullable Layer command(Mapping node, Given name, boolean once) {
        Entry entry = node.entries().get("command");
        Given command = entry != null && entry.value() instanceof Sequence
                ? new Given(
                        ShellText.join(texts(node, "command")), entry.value().at())
                : values.scalar(node, "command");
        if (command == null) {
            return null;
        }
        return once ? new ShellCommand(name, command) : new Shell(name, command);
    }

    private @Nullable Layer sequence(Mapping node, Given name) {
        List<Given> commands = values.scalars(node, "commands");
        if (commands.isEmpty()) {
            problems.add(node.at(), "layer \"" + name.text() + "\" has no commands");
            return null;
        }
        return new ShellSequence(name, commands);
    }

    private @Nullable Layer script(Mapping node, Given name) {
        Given script = values.scalar(node, "script");
        return script == null ? null : new ShellScript(name, script.text(), script.at());
    }

    private @Nullable Layer scriptFile(Mapping node, Given name) {
        Given file = values.scalar(node, "script-file");
        if (file == null) {
            return null;
        }
        try {
            return new ShellScript(name, ShellScript.read(folder.resolve(file.text())), file.at());
        } catch (InvalidPathException wrong) {
            problems.add(file.at(), "\"" + file.text() + "\" is not a path");
            return null;
        }
    }

    private List<String> texts(Mapping node, String key) {
        return values.scalars(node, key).stream().map(Given::text).toList();
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(SETTINGS.keySet());
        keys.addAll(WHAT_RUNS);
        keys.addAll(List.of(
                "name",
                "type",
                "once",
                "tags",
                "limits",
                "services",
                "env",
                "outputs",
                "depends",
                "preprocess",
                "postprocess"));
        return Set.copyOf(keys);
    }
}
