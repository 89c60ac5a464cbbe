package io.cuegrid.api.spec;

import io.cuegrid.api.document.JobDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job while it is read. Simple values are set on {@link #document()} by the reader of the format. Threading: one
 * thread.
 */
public final class JobDraft {
    /** What a job is launched with when it does not say. */
    public static final int DEFAULT_PRIORITY = 1;
    /** What a job is launched with when it does not say. */
    public static final int DEFAULT_RETRIES = 1;

    private final JobDocument.Builder document =
            JobDocument.newBuilder().setPriority(DEFAULT_PRIORITY).setMaxRetries(DEFAULT_RETRIES);

    private final SpecProblems problems;
    private final Given name;
    private final Map<String, LayerDraft> layers = new LinkedHashMap<>();
    private int unnamed;

    JobDraft(SpecProblems problems, Given name) {
        this.problems = problems;
        this.name = name;
    }

    /** The values so far; layers are not among them. */
    public JobDocument.Builder document() {
        return document;
    }

    /** As given. */
    Given name() {
        return name;
    }

    /** Adds a layer; layers are dispatched in the order in which they are added. */
    public LayerDraft layer(Given layerName) {
        LayerDraft layer = new LayerDraft(problems, layerName);
        String key = layer.name().isEmpty() ? "/" + unnamed++ : layer.name();
        if (layers.putIfAbsent(key, layer) != null) {
            problems.add(
                    layerName.at(),
                    "the layer \"" + key + "\" was already defined in job \"" + name.text() + "\""
                            + (key.equals(layerName.text()) ? "" : " (names are conformed to lower case and _)"));
        }
        if (layers.size() == SpecLimits.MAX_LAYERS + 1) {
            problems.add(
                    layerName.at(),
                    "job \"" + name.text() + "\" has more than " + SpecLimits.MAX_LAYERS + " layers, the maximum");
        }
        return layer;
    }

    public void environment(Given variable, Given value) {
        if (LayerDraft.isVariable(problems, variable, value)) {
            document.putEnvironment(variable.text(), value.text());
        }
    }

    /** By conformed name, in order. */
    Map<String, LayerDraft> layers() {
        return layers;
    }
}
