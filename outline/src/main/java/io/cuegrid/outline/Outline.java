package io.cuegrid.outline;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.JobNames;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecProblems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job while it is written: its layers, in the order in which they are dispatched, and what holds for all of them.
 *
 * <pre>{@code
 * Outline outline = new Outline("turntable").show("testing").shot("sh010").user("ann").range("1-48");
 * Layer render = outline.add(new Shell("render", "render -f #IFRAME#").memory("4g"));
 * outline.add(new ShellCommand("sheet", "contact-sheet out/*.png").dependAll(render));
 * SpecDocument spec = outline.toSpec();
 * }</pre>
 *
 * <p>Its life is {@link OutlineMode INIT, SETUP, READY}: {@link #setup} runs the hooks of the layers and listeners in
 * order and closes the outline; {@link #toSpec} calls it when it was not called.
 *
 * <p>Threading: one thread.
 */
public final class Outline {
    private final Given name;
    private final Map<Setting, Given> settings = new EnumMap<>(Setting.class);
    private final Map<Given, Given> environment = new LinkedHashMap<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final List<JobDepend> jobDepends = new ArrayList<>();
    private final List<OutlineListener> listeners = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private OutlineMode mode = OutlineMode.INIT;

    /** Single values of a job. */
    public enum Setting {
        SHOW,
        SHOT,
        USER,
        UID,
        FACILITY,
        EMAIL,
        RANGE,
        PAUSED,
        PRIORITY,
        RETRIES,
        MAX_CORES,
        MAX_GPUS,
        AUTO_EAT,
        OS
    }

    /** A depend of the job, or any depend by names. */
    public record JobDepend(SpecPosition at, DependKind kind, boolean anyFrame, NamedEnd waiting, NamedEnd on) {}

    /** One end of a depend by names. @param job null: this job */
    public record NamedEnd(
            @Nullable Given job,
            @Nullable Given layer,
            @Nullable Given frame) {
        /** The whole of this job. */
        public static final NamedEnd THIS_JOB = new NamedEnd(null, null, null);
    }

    /** @param name the last part of the job's name, show-shot-user_name */
    public Outline(String name) {
        this(Given.of(name));
    }

    public Outline(Given name) {
        this.name = name;
    }

    /** As given. */
    public String name() {
        return name.text();
    }

    Given givenName() {
        return name;
    }

    // settings

    /** Default: the variable SHOW, else testing. */
    public Outline show(String value) {
        return set(Setting.SHOW, Given.of(value));
    }

    /** Default: the variable SHOT, else default. */
    public Outline shot(String value) {
        return set(Setting.SHOT, Given.of(value));
    }

    /** Whose job it is. Default: the user of this process. */
    public Outline user(String value) {
        return set(Setting.USER, Given.of(value));
    }

    /** The user's number on hosts that run frames as their users. */
    public Outline uid(int value) {
        return set(Setting.UID, Given.of(Integer.toString(value)));
    }

    /** Default: the variables RENDER_TO or FACILITY, else the farm's default. */
    public Outline facility(String value) {
        return set(Setting.FACILITY, Given.of(value));
    }

    /** Who hears of the job's end; addresses with commas between. */
    public Outline email(String value) {
        return set(Setting.EMAIL, Given.of(value));
    }

    /** The frames of layers that have no range of their own, and the most that any layer has. */
    public Outline range(String value) {
        return set(Setting.RANGE, Given.of(value));
    }

    public Outline paused(boolean value) {
        return set(Setting.PAUSED, Given.of(Boolean.toString(value)));
    }

    /** Higher goes first. */
    public Outline priority(int value) {
        return set(Setting.PRIORITY, Given.of(Integer.toString(value)));
    }

    /** How often a failed frame is tried again, 0 to 16. */
    public Outline retries(int value) {
        return set(Setting.RETRIES, Given.of(Integer.toString(value)));
    }

    /** The most cores that all frames of the job together may have. */
    public Outline maxCores(double cores) {
        return set(Setting.MAX_CORES, Given.of(BigDecimal.valueOf(cores).toPlainString()));
    }

    public Outline maxGpus(int gpus) {
        return set(Setting.MAX_GPUS, Given.of(Integer.toString(gpus)));
    }

    /** Frames that fail for good count as done. */
    public Outline autoEat(boolean value) {
        return set(Setting.AUTO_EAT, Given.of(Boolean.toString(value)));
    }

    /** Only hosts of this operating system. */
    public Outline os(String value) {
        return set(Setting.OS, Given.of(value));
    }

    /** A variable of the environment of all commands. */
    public Outline env(String variable, String value) {
        return env(Given.of(variable), Given.of(value));
    }

    public Outline env(Given variable, Given value) {
        checkMode(OutlineMode.SETUP);
        environment.keySet().removeIf(known -> known.text().equals(variable.text()));
        environment.put(variable, value);
        return this;
    }

    /** The whole job waits for another one, by its full name. */
    public Outline dependOnJob(String job) {
        NamedEnd on = new NamedEnd(Given.of(job), null, null);
        return depend(new JobDepend(SpecPosition.NONE, DependKind.JOB_ON_JOB, false, NamedEnd.THIS_JOB, on));
    }

    /** Adds a depend by names: of the job, a layer or a frame. */
    public Outline depend(JobDepend depend) {
        checkMode(OutlineMode.SETUP);
        jobDepends.add(depend);
        return this;
    }

    /** Sets a value as text with its place; it is read when the outline becomes a specification. */
    public Outline set(Setting setting, Given value) {
        checkMode(OutlineMode.SETUP);
        settings.put(setting, value);
        return this;
    }

    @Nullable
    Given get(Setting setting) {
        return settings.get(setting);
    }

    @Nullable
    Given givenRange() {
        return settings.get(Setting.RANGE);
    }

    Map<Given, Given> environment() {
        return environment;
    }

    List<JobDepend> jobDepends() {
        return jobDepends;
    }

    // layers

    /**
     * Adds a layer.
     *
     * @return the layer
     * @throws OutlineException when its name is taken or it was added before
     */
    public <T extends Layer> T add(T layer) {
        checkMode(OutlineMode.SETUP);
        Layer known = layers.get(layer.name());
        if (known != null) {
            throw new OutlineException("the layer " + layer.name() + " is in the outline already");
        }
        layer.added(this);
        layers.put(layer.name(), layer);
        for (OutlineListener listener : listeners) {
            listener.layerAdded(layer);
        }
        return layer;
    }

    /** Takes a layer out, and every wait for it. Only before the setup. */
    public void remove(Layer layer) {
        checkMode(OutlineMode.INIT);
        if (!layers.remove(layer.name(), layer)) {
            throw new OutlineException("the layer " + layer.name() + " is not in the outline");
        }
        layers.values().forEach(other -> other.undepend(layer));
    }

    /** @throws OutlineException when there is none */
    public Layer layer(String layerName) {
        Layer layer = find(layerName);
        if (layer == null) {
            throw new OutlineException("there is no layer " + layerName + " in the outline");
        }
        return layer;
    }

    /** By the name given, else by the conformed name; null: none. */
    @Nullable
    Layer find(String layerName) {
        Layer exact = layers.get(layerName);
        if (exact != null) {
            return exact;
        }
        for (Layer layer : layers.values()) {
            if (layer.conformedName().equals(conformed(layerName))) {
                return layer;
            }
        }
        return null;
    }

    private static String conformed(String layerName) {
        try {
            return JobNames.layer(layerName);
        } catch (IllegalArgumentException wrong) {
            return layerName;
        }
    }

    /** In dispatch order. */
    public List<Layer> layers() {
        return List.copyOf(layers.values());
    }

    // life

    public OutlineMode mode() {
        return mode;
    }

    public Outline listen(OutlineListener listener) {
        listeners.add(listener);
        return this;
    }

    /** In the order in which they were added. */
    public List<OutlineListener> listeners() {
        return Collections.unmodifiableList(listeners);
    }

    /**
     * Sets every layer up, once each, those added on the way included, and closes the outline. Per layer: its hook,
     * then the listeners. Layers whose frames lie outside of the outline's range are left out of the job and not set
     * up.
     */
    public Outline setup() {
        move(OutlineMode.SETUP);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers().get(i);
            if (OutlineSpec.isPartOfTheJob(layer)) {
                layer.onSetup();
                for (OutlineListener listener : listeners) {
                    listener.layerSetUp(layer);
                }
            }
        }
        LayerDepends.complete(this);
        move(OutlineMode.READY);
        for (OutlineListener listener : listeners) {
            listener.ready(this);
        }
        return this;
    }

    /**
     * The specification that a backend launches. Runs {@link #setup} when that has not been done.
     *
     * @throws SpecException with everything that is wrong
     */
    public SpecDocument toSpec() throws SpecException {
        return toSpec(new SpecProblems());
    }

    /** As {@link #toSpec()}, for a reader that may have found problems already: all are told together. */
    public SpecDocument toSpec(SpecProblems problems) throws SpecException {
        if (mode == OutlineMode.INIT) {
            setup();
        }
        warnings.clear();
        return new OutlineSpec(this, problems, warnings).build(System.currentTimeMillis());
    }

    /** What {@link #toSpec} left out on purpose, as sentences for the user. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void move(OutlineMode next) {
        if (!next.canFollow(mode)) {
            throw new OutlineException("the outline is in mode " + mode + " already and cannot go to " + next);
        }
        mode = next;
    }

    private void checkMode(OutlineMode last) {
        if (mode.compareTo(last) > 0) {
            throw new OutlineException("the outline \"" + name() + "\" is in mode " + mode + " and cannot be changed");
        }
    }
}
