package io.cuegrid.api.spec;

import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.LocalBooking;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives meaning to the elements of a specification: OpenCue's names, units and defaults. What is not known is a
 * problem, never passed over. Threading: one thread, one specification.
 */
final class SpecXml {
    private static final List<String> SPEC =
            List.of("facility", "dept", "show", "shot", "user", "email", "uid", "job", "depends");
    private static final List<String> JOB = List.of(
            "paused", "priority", "maxretries", "maxcores", "maxgpus", "autoeat", "localbook", "os", "env", "layers");
    private static final List<String> LAYER = List.of(
            "cmd",
            "range",
            "chunk",
            "cores",
            "threadable",
            "memory",
            "gpus",
            "gpu",
            "gpu_memory",
            "timeout",
            "timeout_llu",
            "tags",
            "limits",
            "env",
            "services",
            "outputs");
    private static final List<String> LOCAL_BOOKING =
            List.of("host", "cores", "memory", "threads", "gpu", "gpus", "gpu_memory");
    private static final List<String> DEPEND = List.of("depjob", "deplayer", "depframe", "onjob", "onlayer", "onframe");
    /** May be there more than once. */
    private static final Set<String> REPEATED =
            Set.of("job", "layer", "depends", "depend", "env", "key", "outputs", "output", "limit", "service");

    private final SpecProblems problems;
    private final SpecValues values;
    private final SpecDraft draft;

    SpecXml(SpecProblems problems, SpecDraft draft) {
        this.problems = problems;
        this.values = new SpecValues(problems);
        this.draft = draft;
    }

    /** @throws SpecException when it is another document altogether */
    void spec(XmlElement spec) throws SpecException {
        if (!spec.name().equals("spec")) {
            problems.add(spec.at(), "the outermost element is <" + spec.name() + ">, not <spec>");
        }
        problems.throwIfAny();
        checkShape(spec, SPEC, List.of());
        for (XmlElement child : spec.children()) {
            Given text = child.text();
            switch (child.name()) {
                case "facility" -> draft.facility(leaf(child));
                case "show" -> draft.show(leaf(child));
                case "shot" -> draft.shot(leaf(child));
                case "user" -> draft.user(leaf(child));
                case "email" -> draft.email(leaf(child));
                case "uid" -> draft.uid(leaf(child));
                case "job" -> job(child);
                case "depends" -> depends(child);
                // a department was never taken from here
                case "dept" -> leaf(child);
                default -> told(text);
            }
        }
    }

    private void job(XmlElement element) {
        checkShape(element, JOB, List.of("name"));
        JobDraft job = draft.job(required(element, "name"));
        for (XmlElement child : element.children()) {
            switch (child.name()) {
                case "paused" -> set(values.bool("paused", leaf(child)), job.document()::setPaused);
                case "priority" ->
                    set(
                            values.integer("priority", leaf(child), Integer.MIN_VALUE, Integer.MAX_VALUE),
                            job.document()::setPriority);
                case "maxretries" ->
                    set(
                            values.integer("maxretries", leaf(child), 0, SpecLimits.MAX_RETRIES),
                            job.document()::setMaxRetries);
                case "maxcores" -> set(values.coreUnits("maxcores", leaf(child)), job.document()::setMaxCoreUnits);
                case "maxgpus" ->
                    set(values.integer("maxgpus", leaf(child), 0, Integer.MAX_VALUE), job.document()::setMaxGpus);
                case "autoeat" -> autoEat(job, leaf(child));
                case "localbook" -> localBooking(job, child);
                case "os" -> job.document().setOs(leaf(child).text());
                case "env" -> environment(child, job::environment);
                case "layers" -> layers(job, child);
                default -> told(child.text());
            }
        }
    }

    /** PyOutline writes None when the flag was not given. */
    private void autoEat(JobDraft job, Given text) {
        if (!text.text().equals("None")) {
            set(values.bool("autoeat", text), job.document()::setAutoEat);
        }
    }

    private void localBooking(JobDraft job, XmlElement element) {
        checkShape(element, List.of(), LOCAL_BOOKING);
        LocalBooking.Builder booking = LocalBooking.newBuilder();
        booking.setHost(required(element, "host").text());
        set(values.coreUnits("localbook cores", required(element, "cores")), booking::setCoreUnits);
        set(values.read("localbook memory", required(element, "memory"), SpecXml::kib), booking::setMemoryKib);
        set(values.integer("localbook threads", required(element, "threads"), 0, 10_000), booking::setThreads);
        Given gpus = element.attribute("gpus");
        if (gpus != null) {
            set(values.integer("localbook gpus", gpus, 0, SpecLimits.MAX_GPUS), booking::setGpus);
        }
        Given gpuMemory =
                element.attribute("gpu_memory") == null ? element.attribute("gpu") : element.attribute("gpu_memory");
        if (gpuMemory != null) {
            set(values.read("localbook gpu_memory", gpuMemory, SpecXml::kib), booking::setGpuMemoryKib);
        }
        job.document().setLocalBooking(booking);
    }

    /** PyOutline writes KiB as a float. */
    private static long kib(String text) {
        String whole = text.strip().replaceFirst("\\.0+$", "");
        if (!whole.matches("\\d{1,13}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number of KiB");
        }
        return Long.parseLong(whole);
    }

    private void layers(JobDraft job, XmlElement element) {
        checkShape(element, List.of("layer"), List.of());
        for (XmlElement child : element.children()) {
            if (child.name().equals("layer")) {
                layer(job, child);
            }
        }
    }

    private void layer(JobDraft job, XmlElement element) {
        checkShape(element, LAYER, List.of("name", "type"));
        LayerDraft layer = job.layer(required(element, "name"));
        Given type = required(element, "type");
        layer.document().setKind(element.attribute("type") == null ? LayerKind.RENDER : kind(type));
        for (XmlElement child : element.children()) {
            layerValue(layer, child);
        }
    }

    private void layerValue(LayerDraft layer, XmlElement child) {
        switch (child.name()) {
            case "cmd" -> layer.command(leaf(child));
            case "range" -> layer.range(leaf(child));
            case "chunk" ->
                set(values.integer("chunk", leaf(child), 1, Integer.MAX_VALUE), layer.document()::setChunkSize);
            case "cores" -> set(values.xmlCoreUnits("cores", leaf(child)), layer.document()::setMinCoreUnits);
            case "threadable" -> set(values.bool("threadable", leaf(child)), layer.document()::setThreadable);
            case "memory" -> set(values.memoryKib("memory", leaf(child)), layer.document()::setMemoryKib);
            case "gpus" ->
                set(values.integer("gpus", leaf(child), 0, SpecLimits.MAX_GPUS), layer.document()::setMinGpus);
            case "gpu", "gpu_memory" -> gpuMemory(layer, child);
            case "timeout" ->
                set(
                        values.integer("timeout", leaf(child), 0, SpecLimits.MAX_TIMEOUT_MINUTES),
                        layer.document()::setTimeoutMinutes);
            case "timeout_llu" ->
                set(
                        values.integer("timeout_llu", leaf(child), 0, SpecLimits.MAX_TIMEOUT_MINUTES),
                        layer.document()::setTimeoutLluMinutes);
            case "tags" -> layer.tags(leaf(child));
            case "limits" -> leaves(child, "limit").forEach(layer::limit);
            case "services" -> leaves(child, "service").forEach(layer::services);
            case "env" -> environment(child, layer::environment);
            case "outputs" -> outputs(layer, child);
            default -> told(child.text());
        }
    }

    private void gpuMemory(LayerDraft layer, XmlElement child) {
        if (layer.document().hasGpuMemoryKib()) {
            problems.add(child.at(), layer.title() + " has both <gpu> and <gpu_memory>; <gpu> is the old name");
        }
        set(values.optionalMemoryKib(child.name(), leaf(child)), layer.document()::setGpuMemoryKib);
    }

    private LayerKind kind(Given type) {
        return switch (type.text().strip().toLowerCase(Locale.ROOT)) {
            case "render" -> LayerKind.RENDER;
            case "util" -> LayerKind.UTIL;
            case "post" -> LayerKind.POST;
            default -> {
                problems.add(type.at(), "the layer type \"" + type.text() + "\" is not one of Render, Util and Post");
                yield LayerKind.RENDER;
            }
        };
    }

    private void outputs(LayerDraft layer, XmlElement element) {
        checkShape(element, List.of("output"), List.of());
        for (XmlElement child : element.children()) {
            if (child.name().equals("output")) {
                checkShape(child, List.of(), List.of("name"));
                layer.output(child.attribute("name"), child.text());
            }
        }
    }

    private void environment(XmlElement element, Variables target) {
        checkShape(element, List.of("key"), List.of());
        for (XmlElement child : element.children()) {
            if (child.name().equals("key")) {
                checkShape(child, List.of(), List.of("name"));
                target.put(required(child, "name"), child.text());
            }
        }
    }

    private void depends(XmlElement element) {
        checkShape(element, List.of("depend"), List.of());
        for (XmlElement child : element.children()) {
            if (child.name().equals("depend")) {
                depend(child);
            }
        }
    }

    private void depend(XmlElement element) {
        checkShape(element, DEPEND, List.of("type", "anyframe"));
        Given type = required(element, "type");
        DependKind kind = DependKind.named(type.text());
        if (kind == null && element.attribute("type") != null) {
            List<String> names =
                    List.of(DependKind.values()).stream().map(Enum::name).toList();
            problems.add(
                    type.at(),
                    "the depend type \"" + type.text() + "\" is not known"
                            + Suggestions.didYouMean(type.text(), names));
        }
        Given anyFrame = element.attribute("anyframe");
        Boolean any = anyFrame == null ? Boolean.FALSE : values.bool("anyframe", anyFrame);
        Given waitingJob = child(element, "depjob");
        Given onJob = child(element, "onjob");
        if (waitingJob == null || onJob == null) {
            problems.add(element.at(), "<depend> needs <depjob> and <onjob>");
        } else if (kind != null && any != null) {
            draft.depend(new DependDraft(
                    element.at(),
                    kind,
                    any,
                    new DependDraft.End(waitingJob, child(element, "deplayer"), child(element, "depframe")),
                    new DependDraft.End(onJob, child(element, "onlayer"), child(element, "onframe"))));
        }
    }

    /** A child that holds text only, or null when it is not there. */
    private @Nullable Given child(XmlElement element, String name) {
        for (XmlElement child : element.children()) {
            if (child.name().equals(name)) {
                return leaf(child);
            }
        }
        return null;
    }

    private Given leaf(XmlElement element) {
        checkShape(element, List.of(), List.of());
        return element.text();
    }

    private List<Given> leaves(XmlElement element, String name) {
        checkShape(element, List.of(name), List.of());
        return element.children().stream()
                .filter(child -> child.name().equals(name))
                .map(this::leaf)
                .toList();
    }

    private Given required(XmlElement element, String attribute) {
        Given given = element.attribute(attribute);
        if (given == null) {
            problems.add(element.at(), "<" + element.name() + "> needs the attribute \"" + attribute + "\"");
            return new Given("", element.at());
        }
        return given;
    }

    /** Tells children, attributes and text that do not belong into an element. */
    private void checkShape(XmlElement element, List<String> children, List<String> attributes) {
        Set<String> seen = new HashSet<>();
        for (XmlElement child : element.children()) {
            if (!children.contains(child.name())) {
                problems.add(
                        child.at(),
                        "<" + child.name() + "> is not known in <" + element.name() + ">"
                                + Suggestions.didYouMean(child.name(), children));
            } else if (!seen.add(child.name()) && !REPEATED.contains(child.name())) {
                problems.add(child.at(), "<" + child.name() + "> is there twice in <" + element.name() + ">");
            }
        }
        element.attributes().forEach((name, value) -> {
            if (!attributes.contains(name)) {
                problems.add(
                        value.at(),
                        "the attribute \"" + name + "\" is not known in <" + element.name() + ">"
                                + Suggestions.didYouMean(name, attributes));
            }
        });
        if (!children.isEmpty() && !element.text().text().isEmpty()) {
            problems.add(element.at(), "<" + element.name() + "> holds text beside its elements");
        }
    }

    /** What is not known has been told by {@link #checkShape}. */
    private static void told(Given ignored) {}

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    /** Takes a variable. */
    private interface Variables {
        void put(Given name, Given value);
    }
}
