package io.cuegrid.outline.xml;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.LocalBooking;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.JobNames;
import io.cuegrid.api.unit.CoreText;
import io.cuegrid.api.unit.MemoryText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a specification as OpenCue's XML, version 1.15, elements in the order of its DTD, so that an OpenCue server
 * takes it as well. Reading it back gives the same specification; post jobs get the time of the reading in their names.
 *
 * <p>Threading: any thread.
 */
public final class SpecXmlWriter {
    private static final String DOCTYPE = "<!DOCTYPE spec PUBLIC \"SPI Cue  Specification Language\""
            + " \"http://localhost:8080/spcue/dtd/cjsl-1.15.dtd\">";

    private final SpecDocument spec;
    private final String prefix;
    /** A post job's name to its parent's. */
    private final Map<String, String> parents = new HashMap<>();

    private final XmlText xml = new XmlText();

    private SpecXmlWriter(SpecDocument spec) {
        this.spec = spec;
        this.prefix = JobNames.prefix(spec.getShow(), spec.getShot(), spec.getUser());
        spec.getJobsList().stream()
                .filter(job -> !job.getPostJobOf().isEmpty())
                .forEach(job -> parents.put(job.getName(), job.getPostJobOf()));
    }

    /**
     * Writes a specification.
     *
     * @throws IllegalArgumentException when it has something that the XML has no place for, with a sentence
     */
    public static String write(SpecDocument spec) {
        SpecXmlWriter writer = new SpecXmlWriter(spec);
        writer.spec();
        return writer.xml.toString();
    }

    private void spec() {
        xml.line("<?xml version=\"1.0\"?>").line(DOCTYPE).open("spec");
        optional("facility", spec.getFacility());
        xml.element("show", spec.getShow()).element("shot", spec.getShot()).element("user", spec.getUser());
        optional("email", spec.getEmail());
        if (spec.hasUid()) {
            xml.element("uid", spec.getUid());
        }
        spec.getJobsList().stream().filter(job -> job.getPostJobOf().isEmpty()).forEach(this::job);
        if (spec.getDependsCount() > 0) {
            xml.open("depends");
            spec.getDependsList().forEach(this::depend);
            xml.close("depends");
        }
        xml.close("spec");
    }

    private void job(JobDocument job) {
        xml.open("job", "name", ownName(job.getName()));
        xml.element("paused", job.getPaused())
                .element("priority", job.getPriority())
                .element("maxretries", job.getMaxRetries());
        if (job.hasMaxCoreUnits()) {
            xml.element("maxcores", CoreText.format(job.getMaxCoreUnits()));
        }
        if (job.hasMaxGpus()) {
            xml.element("maxgpus", job.getMaxGpus());
        }
        xml.element("autoeat", job.getAutoEat());
        if (job.hasLocalBooking()) {
            localBooking(job.getLocalBooking());
        }
        optional("os", job.getOs());
        environment(job.getEnvironmentMap());
        xml.open("layers");
        job.getLayersList().forEach(this::layer);
        spec.getJobsList().stream()
                .filter(post -> post.getPostJobOf().equals(job.getName()))
                .forEach(post -> post.getLayersList().forEach(this::layer));
        xml.close("layers").close("job");
    }

    private void localBooking(LocalBooking booking) {
        if (booking.getCoreUnits() % CoreText.UNITS_PER_CORE != 0) {
            throw new IllegalArgumentException("the XML takes whole cores only for a local booking");
        }
        xml.element(
                "localbook",
                "",
                "host",
                booking.getHost(),
                "cores",
                Integer.toString(booking.getCoreUnits() / CoreText.UNITS_PER_CORE),
                "memory",
                Long.toString(booking.getMemoryKib()),
                "threads",
                Integer.toString(booking.getThreads()),
                "gpu",
                Long.toString(booking.getGpuMemoryKib()));
    }

    private void layer(LayerDocument layer) {
        if (layer.hasMaxCoreUnits() || layer.hasMaxGpus()) {
            throw new IllegalArgumentException(
                    "the XML has no place for the most cores or gpus of a layer: " + layer.getName());
        }
        xml.open("layer", "name", layer.getName(), "type", type(layer.getKind()));
        xml.element("cmd", layer.getCommand())
                .element("range", layer.getRange())
                .element("chunk", layer.getChunkSize());
        if (layer.hasMinCoreUnits()) {
            xml.element("cores", CoreText.formatXml(layer.getMinCoreUnits()));
        }
        if (layer.hasThreadable()) {
            xml.element("threadable", layer.getThreadable());
        }
        if (layer.hasMemoryKib()) {
            xml.element("memory", MemoryText.format(layer.getMemoryKib()));
        }
        if (layer.hasMinGpus()) {
            xml.element("gpus", layer.getMinGpus());
        }
        if (layer.hasGpuMemoryKib()) {
            xml.element("gpu_memory", MemoryText.format(layer.getGpuMemoryKib()));
        }
        if (layer.hasTimeoutMinutes()) {
            xml.element("timeout", layer.getTimeoutMinutes());
        }
        if (layer.hasTimeoutLluMinutes()) {
            xml.element("timeout_llu", layer.getTimeoutLluMinutes());
        }
        optional("tags", String.join(" | ", layer.getTagsList()));
        list("limits", "limit", layer.getLimitsList());
        environment(layer.getEnvironmentMap());
        list("services", "service", layer.getServicesList());
        if (layer.getOutputsCount() > 0) {
            xml.open("outputs");
            layer.getOutputsList().forEach(output -> xml.element("output", output.getPath(), "name", output.getName()));
            xml.close("outputs");
        }
        xml.close("layer");
    }

    private void depend(DependDocument depend) {
        xml.open(
                "depend",
                "type",
                DependKind.of(depend.getType()).name(),
                "anyframe",
                depend.getAnyFrame() ? "True" : "False");
        xml.element("depjob", ownName(parents.getOrDefault(depend.getErJob(), depend.getErJob())));
        end("dep", depend.getErLayer(), depend.getErFrame());
        xml.element("onjob", ownName(parents.getOrDefault(depend.getOnJob(), depend.getOnJob())));
        end("on", depend.getOnLayer(), depend.getOnFrame());
        xml.close("depend");
    }

    /** A frame's name says its layer. */
    private void end(String which, String layer, String frame) {
        if (frame.isEmpty()) {
            optional(which + "layer", layer);
        } else {
            xml.element(which + "frame", frame);
        }
    }

    /** The part of the name behind show, shot and user, or the whole name of a stranger's job. */
    private String ownName(String job) {
        return job.startsWith(prefix) ? job.substring(prefix.length()) : job;
    }

    private void environment(Map<String, String> variables) {
        if (variables.isEmpty()) {
            return;
        }
        xml.open("env");
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!value.equals(value.strip())) {
                throw new IllegalArgumentException("blanks around a value are lost in the XML: variable " + name);
            }
            xml.element("key", value, "name", name);
        });
        xml.close("env");
    }

    private void list(String outer, String inner, List<String> values) {
        if (!values.isEmpty()) {
            xml.open(outer);
            values.forEach(value -> xml.element(inner, value));
            xml.close(outer);
        }
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            xml.element(name, value);
        }
    }

    private static String type(LayerKind kind) {
        return switch (kind) {
            case RENDER -> "Render";
            case UTIL -> "Util";
            case POST -> "Post";
            case PRE, UNRECOGNIZED -> throw new IllegalArgumentException("the XML has no layers of type " + kind);
        };
    }
}
