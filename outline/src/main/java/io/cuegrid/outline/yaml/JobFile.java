package io.cuegrid.outline.yaml;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.OutlineException;
import io.cuegrid.outline.yaml.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A job written in YAML: one job a file, described key by key in docs/job-files.md. Everything that is wrong is told
 * at once, with line and column.
 *
 * <p>Threading: any thread; nothing is kept between calls.
 */
public final class JobFile {
    private static final Map<String, Outline.Setting> SETTINGS = Map.ofEntries(
            Map.entry("show", Outline.Setting.SHOW),
            Map.entry("shot", Outline.Setting.SHOT),
            Map.entry("user", Outline.Setting.USER),
            Map.entry("uid", Outline.Setting.UID),
            Map.entry("facility", Outline.Setting.FACILITY),
            Map.entry("email", Outline.Setting.EMAIL),
            Map.entry("range", Outline.Setting.RANGE),
            Map.entry("paused", Outline.Setting.PAUSED),
            Map.entry("priority", Outline.Setting.PRIORITY),
            Map.entry("retries", Outline.Setting.RETRIES),
            Map.entry("max-cores", Outline.Setting.MAX_CORES),
            Map.entry("max-gpus", Outline.Setting.MAX_GPUS),
            Map.entry("auto-eat", Outline.Setting.AUTO_EAT),
            Map.entry("os", Outline.Setting.OS));
    private static final Set<String> KEYS = keys();

    private final SpecProblems problems;
    private final YamlValues values;
    private final Path folder;

    private JobFile(SpecProblems problems, Path folder) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.folder = folder;
    }

    /** Every key that a job may have, without those of its layers. */
    public static Set<String> jobKeys() {
        return KEYS;
    }

    /** Every key that a layer may have. */
    public static Set<String> layerKeys() {
        return LayerReader.KEYS;
    }

    /**
     * Reads a job.
     *
     * @param folder where the paths of scripts start
     * @throws SpecException with every problem and its place
     */
    public static SpecDocument parse(String yaml, Path folder) throws SpecException {
        SpecProblems problems = new SpecProblems();
        return read(problems, yaml, folder).toSpec(problems);
    }

    /**
     * Reads a job as an outline that can still be changed.
     *
     * @throws SpecException when the file is wrong; values are checked when the outline becomes a specification
     */
    public static Outline outline(String yaml, Path folder) throws SpecException {
        SpecProblems problems = new SpecProblems();
        Outline outline = read(problems, yaml, folder);
        problems.throwIfAny();
        return outline;
    }

    private static Outline read(SpecProblems problems, String yaml, Path folder) throws SpecException {
        if (yaml.length() > SpecLimits.MAX_BYTES) {
            problems.add(SpecPosition.NONE, "the file is larger than " + SpecLimits.MAX_BYTES + " bytes");
            problems.throwIfAny();
        }
        YamlNode root = new YamlReader(problems, yaml).read();
        if (!(root instanceof Mapping job)) {
            problems.add(root.at(), "a job file holds keys with values, like name: and layers:");
            problems.throwIfAny();
            throw new IllegalStateException("a problem was added");
        }
        return new JobFile(problems, folder).job(job);
    }

    private Outline job(Mapping job) {
        values.checkKeys(job, KEYS, "a job");
        Given name = values.required(job, "name", "the job");
        Outline outline = new Outline(name);
        SETTINGS.forEach((key, setting) -> values.scalar(job, key, given -> outline.set(setting, given)));
        values.mapping(job, "env", outline::env);
        List<YamlNode> layers = values.list(job, "layers");
        if (layers.isEmpty()) {
            problems.add(job.at(), "the job has no layers");
        }
        Set<String> names = new HashSet<>();
        LayerReader reader = new LayerReader(problems, values, outline, folder);
        for (YamlNode node : layers) {
            Mapping layer = values.asMapping(node, "a layer");
            if (layer != null) {
                addLayer(reader, layer, names);
            }
        }
        DependReader depends = new DependReader(problems, values);
        values.listOrOne(job, "depends").forEach(node -> depends.ofJob(node, outline));
        return outline;
    }

    private void addLayer(LayerReader reader, Mapping layer, Set<String> names) {
        Given name = values.required(layer, "name", "the layer");
        if (!name.text().isEmpty() && !names.add(name.text())) {
            problems.add(name.at(), "the layer \"" + name.text() + "\" is there twice");
            return;
        }
        try {
            reader.read(layer, name);
        } catch (OutlineException refused) {
            problems.add(layer.at(), String.valueOf(refused.getMessage()));
        }
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(SETTINGS.keySet());
        keys.addAll(List.of("name", "env", "layers", "depends"));
        return Set.copyOf(keys);
    }
}
