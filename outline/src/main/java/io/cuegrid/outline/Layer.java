package io.cuegrid.outline;

import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.JobNames;
import io.cuegrid.api.spec.LayerDraft;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of task of a job: a command that runs for the frames of a range. The settings return the layer, so that a
 * layer is written in one expression and then {@linkplain Outline#add added}. Values are checked when the outline
 * becomes a specification, all at once.
 *
 * <p>Subclasses say what is run ({@link #command()}) and may override the hooks {@link #onAdded}, {@link #onSetup}.
 * This file is long for the sake of one place that lists every setting.
 *
 * <p>Threading: one thread, as its outline.
 */
public abstract class Layer {
    /** The frames of a layer when neither it nor its outline names any. */
    public static final String DEFAULT_RANGE = "1000-1000";
    /** The service of a layer that names none. */
    public static final String DEFAULT_SERVICE = "shell";

    private final Given name;
    private final List<Depend> depends = new ArrayList<>();
    private final Map<Setting, Given> settings = new LinkedHashMap<>();
    private final List<Given> tags = new ArrayList<>();
    private final List<Given> limits = new ArrayList<>();
    private final List<Given> services = new ArrayList<>();
    private final Map<Given, Given> environment = new LinkedHashMap<>();
    private final Map<Given, Given> outputs = new LinkedHashMap<>();
    private final List<LayerPreProcess> preProcesses = new ArrayList<>();
    private LayerType type = LayerType.RENDER;
    private @Nullable Outline outline;

    /** Single values of a layer. */
    public enum Setting {
        RANGE,
        CHUNK,
        CORES,
        MAX_CORES,
        THREADABLE,
        MEMORY,
        GPUS,
        MAX_GPUS,
        GPU_MEMORY,
        TIMEOUT,
        TIMEOUT_LLU
    }

    protected Layer(String name) {
        this(Given.of(name));
    }

    protected Layer(Given name) {
        this.name = name;
    }

    /** As given; conformed in the specification. */
    public final String name() {
        return name.text();
    }

    final Given givenName() {
        return name;
    }

    /** What runs for a frame: text for {@code sh}, with OpenCue's tokens such as #IFRAME#. */
    protected abstract Given command();

    /** Called when the layer was added to an outline. */
    protected void onAdded(Outline target) {}

    /** Called once while the outline is in SETUP; may add layers. */
    protected void onSetup() {}

    // settings

    public Layer type(LayerType value) {
        checkOpen();
        type = value;
        return this;
    }

    public final LayerType type() {
        return type;
    }

    /** The frames, {@code 1-100x5}. Without it: those of the outline. */
    public Layer range(String value) {
        return set(Setting.RANGE, Given.of(value));
    }

    /** Frames that one task runs for. */
    public final Layer chunk(int frames) {
        return set(Setting.CHUNK, Given.of(Integer.toString(frames)));
    }

    /** Cores of a frame: 0.5, 4; 0: all of a host; -2: all but two. */
    public final Layer cores(double cores) {
        return set(Setting.CORES, Given.of(BigDecimal.valueOf(cores).toPlainString()));
    }

    /** The most cores that all frames of the layer together may have. */
    public final Layer maxCores(double cores) {
        return set(Setting.MAX_CORES, Given.of(BigDecimal.valueOf(cores).toPlainString()));
    }

    /** Whether the command can use more than one core. */
    public final Layer threadable(boolean value) {
        return set(Setting.THREADABLE, Given.of(Boolean.toString(value)));
    }

    /** Memory of a frame: {@code 512m}, {@code 2g}. */
    public final Layer memory(String amount) {
        return set(Setting.MEMORY, Given.of(amount));
    }

    public final Layer gpus(int count) {
        return set(Setting.GPUS, Given.of(Integer.toString(count)));
    }

    public final Layer gpuMemory(String amount) {
        return set(Setting.GPU_MEMORY, Given.of(amount));
    }

    /** Minutes after which a frame is ended; 0: never. */
    public final Layer timeoutMinutes(int minutes) {
        return set(Setting.TIMEOUT, Given.of(Integer.toString(minutes)));
    }

    /** Minutes without a new line in its log after which a frame is ended; 0: never. */
    public final Layer logTimeoutMinutes(int minutes) {
        return set(Setting.TIMEOUT_LLU, Given.of(Integer.toString(minutes)));
    }

    /** Only hosts that have one of these tags run the layer. */
    public final Layer tags(String... values) {
        return addAll(tags, values);
    }

    /** Caps on running frames that the layer counts against. */
    public final Layer limits(String... values) {
        return addAll(limits, values);
    }

    /** The first service that the farm knows gives the defaults of what is not set here. */
    public final Layer services(String... values) {
        return addAll(services, values);
    }

    /** A variable of the command's environment. */
    public final Layer env(String variable, String value) {
        return env(Given.of(variable), Given.of(value));
    }

    /** A path that the layer writes, for tools that show it. */
    public final Layer output(String outputName, String path) {
        checkOpen();
        outputs.put(Given.of(outputName), Given.of(path));
        return this;
    }

    // depends

    /** Each frame waits for the frame of the same number. */
    public final Layer dependOn(Layer on) {
        return dependOn(on, DependType.FRAME_BY_FRAME);
    }

    public final Layer dependOn(Layer on, DependType dependType) {
        return depend(Depend.onLayer(SpecPosition.NONE, dependType, on, false));
    }

    /** Waits for all of a layer. */
    public final Layer dependAll(Layer on) {
        return dependOn(on, DependType.LAYER_ON_LAYER);
    }

    /** Waits for any one frame of a layer. */
    public final Layer dependAny(Layer on) {
        return dependOn(on, DependType.LAYER_ON_ANY);
    }

    /** Each frame waits for the one before it in a layer, which may be this one. */
    public final Layer dependPrevious(Layer on) {
        return dependOn(on, DependType.PREVIOUS_FRAME);
    }

    /** Waits for the first frame of a layer. */
    public final Layer dependSim(Layer on) {
        return dependOn(on, DependType.LAYER_ON_SIM_FRAME);
    }

    /** Waits for one frame. */
    public final Layer dependOnFrame(Layer on, int frame) {
        String frameName = LayerFrames.frameName(frame, on.name());
        return depend(Depend.byName(
                SpecPosition.NONE, DependKind.LAYER_ON_FRAME, false, null, Given.of(on.name()), Given.of(frameName)));
    }

    /** Waits for another job, by its full name. */
    public final Layer dependOnJob(String job) {
        return depend(Depend.byName(SpecPosition.NONE, DependKind.LAYER_ON_JOB, false, Given.of(job), null, null));
    }

    /** Waits for a layer of another job. */
    public final Layer dependOnJob(String job, String layer, DependType dependType) {
        return depend(Depend.byName(
                SpecPosition.NONE,
                dependType.kind(),
                dependType == DependType.LAYER_ON_ANY,
                Given.of(job),
                Given.of(layer),
                null));
    }

    /** Takes back every wait for a layer. */
    public final Layer undepend(Layer on) {
        checkOpen();
        depends.removeIf(depend -> depend.on() == on);
        return this;
    }

    // for readers of job files: values with their places

    /** Sets a value as text; it is read when the outline becomes a specification. */
    public final Layer set(Setting setting, Given value) {
        checkOpen();
        settings.put(setting, value);
        return this;
    }

    final @Nullable Given get(Setting setting) {
        return settings.get(setting);
    }

    public final Layer env(Given variable, Given value) {
        checkOpen();
        environment.keySet().removeIf(known -> known.text().equals(variable.text()));
        environment.put(variable, value);
        return this;
    }

    /** Adds a depend by names. @param onJob null: the same job */
    public final Layer dependOn(
            SpecPosition at,
            DependKind kind,
            boolean anyFrame,
            @Nullable Given onJob,
            @Nullable Given onLayer,
            @Nullable Given onFrame) {
        return depend(Depend.byName(at, kind, anyFrame, onJob, onLayer, onFrame));
    }

    final Layer depend(Depend depend) {
        checkOpen();
        boolean itself = depend.on() == this && depend.kind() != DependKind.PREVIOUS_FRAME;
        if (!itself && !depends.contains(depend)) {
            depends.add(depend);
        }
        return this;
    }

    final List<Depend> depends() {
        return Collections.unmodifiableList(depends);
    }

    final void addPreProcess(LayerPreProcess preProcess) {
        preProcesses.add(preProcess);
    }

    final List<LayerPreProcess> preProcesses() {
        return preProcesses;
    }

    public final void addTag(Given value) {
        tags.add(value);
    }

    public final void addLimit(Given value) {
        limits.add(value);
    }

    public final void addService(Given value) {
        services.add(value);
    }

    public final void addOutput(Given outputName, Given path) {
        outputs.put(outputName, path);
    }

    /** The outline that it was added to. */
    protected final Outline outline() {
        Outline known = outline;
        if (known == null) {
            throw new OutlineException("the layer " + name() + " was not added to an outline");
        }
        return known;
    }

    final void added(Outline target) {
        if (outline != null) {
            throw new OutlineException("the layer " + name() + " is part of an outline already");
        }
        outline = target;
        onAdded(target);
    }

    final boolean isAdded() {
        return outline != null;
    }

    /**
     * The frames that this layer has: those of its own range that the outline's range holds too, in the outline's
     * order. Empty: the layer is left out of the job.
     *
     * @throws io.cuegrid.api.range.FrameRangeException when a range is wrong
     */
    public Given frames() {
        Given own = settings.get(Setting.RANGE);
        Given whole = outline == null ? null : outline.givenRange();
        if (own == null || whole == null) {
            Given only = own == null ? whole : own;
            return only == null ? Given.of(DEFAULT_RANGE) : only;
        }
        FrameSet common = FrameSet.parse(whole.text()).intersect(FrameSet.parse(own.text()));
        FrameSet sorted = common.normalize();
        return new Given((sorted.equals(common) ? sorted : common).toString(), own.at());
    }

    /** Writes everything but the depends. */
    final void writeTo(LayerDraft draft, SpecValues values, Given frames) {
        draft.document().setKind(type.kind());
        draft.command(command());
        draft.range(frames);
        (services.isEmpty() ? List.of(Given.of(DEFAULT_SERVICE)) : services).forEach(draft::services);
        tags.forEach(draft::tags);
        limits.forEach(draft::limit);
        environment.forEach(draft::environment);
        outputs.forEach(draft::output);
        settings.forEach((setting, value) -> write(draft, values, setting, value));
    }

    private static void write(LayerDraft draft, SpecValues values, Setting setting, Given value) {
        int most = Integer.MAX_VALUE;
        switch (setting) {
            case RANGE -> {}
            case CHUNK -> accept(values.integer("chunk", value, 1, most), draft.document()::setChunkSize);
            case CORES -> accept(values.coreUnits("cores", value), draft.document()::setMinCoreUnits);
            case MAX_CORES -> accept(values.coreUnits("max-cores", value), draft.document()::setMaxCoreUnits);
            case THREADABLE -> accept(values.bool("threadable", value), draft.document()::setThreadable);
            case MEMORY -> accept(values.memoryKib("memory", value), draft.document()::setMemoryKib);
            case GPUS -> accept(values.integer("gpus", value, 0, SpecLimits.MAX_GPUS), draft.document()::setMinGpus);
            case MAX_GPUS -> accept(values.integer("max-gpus", value, 0, most), draft.document()::setMaxGpus);
            case GPU_MEMORY -> accept(values.optionalMemoryKib("gpu-memory", value), draft.document()::setGpuMemoryKib);
            case TIMEOUT ->
                accept(
                        values.integer("timeout", value, 0, SpecLimits.MAX_TIMEOUT_MINUTES),
                        draft.document()::setTimeoutMinutes);
            case TIMEOUT_LLU ->
                accept(
                        values.integer("log-timeout", value, 0, SpecLimits.MAX_TIMEOUT_MINUTES),
                        draft.document()::setTimeoutLluMinutes);
        }
    }

    private static <T> void accept(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private Layer addAll(List<Given> list, String... values) {
        checkOpen();
        Arrays.stream(values).map(Given::of).forEach(list::add);
        return this;
    }

    private void checkOpen() {
        if (outline != null && outline.mode() == OutlineMode.READY) {
            throw new OutlineException("the layer " + name() + " cannot be changed: its outline is ready for launch");
        }
    }

    /** The name as the specification will have it, or as given when it is wrong. */
    final String conformedName() {
        try {
            return JobNames.layer(name());
        } catch (IllegalArgumentException wrong) {
            return name();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }
}
