package io.cuegrid.outline.cli;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.OutputDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.opencue.depend.DependType;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the demo renders: pictures, a contact sheet that waits for all of them, and an animated picture in a post job, which waits for
 * the whole job.
 *
 * @param name full name of the job
 * @param user who submits it
 * @param frames pictures, 1 or more
 * @param coreUnits that a frame reserves, 100 is one core
 * @param script the launcher script, which frames call
 * @param output folder of the pictures
 */
record DemoJob(String name, String user, int frames, int coreUnits, Path script, Path output) {
    static final String SHOW = "testing";
    private static final String SHOT = "demo";
    private static final String RENDER = "render";
    private static final String SHEET = "contact_sheet";
    private static final String ANIMATION = "animation";
    private static final long MEMORY_KIB = 512 << 10;
    private static final int RETRIES = 2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    /** @param renderFolder the pictures go to a folder of their own in it */
    static DemoJob now(String user, int frames, int coreUnits, Path script, Path renderFolder) {
        String suffix = "spheres_" + LocalDateTime.now().format(TIME);
        String conformed = user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]", "_");
        return new DemoJob(
                SHOW + "-" + SHOT + "-" + conformed + "_" + suffix,
                conformed,
                frames,
                coreUnits,
                script,
                renderFolder.resolve(suffix));
    }

    /** Frames as the scheduler counts them: the pictures, the contact sheet and the animation. */
    int totalFrames() {
        return frames + 2;
    }

    Path sheet() {
        return output.resolve("contact-sheet.png");
    }

    Path animation() {
        return output.resolve("animation.gif");
    }

    SpecDocument document() {
        String folder = quoted(output);
        return SpecDocument.newBuilder()
                .setShow(SHOW)
                .setShot(SHOT)
                .setUser(user)
                .addJobs(job(name)
                        .addLayers(layer(RENDER, LayerKind.RENDER, "1-" + frames)
                                .setCommand(render("frame --frame #IFRAME# --output " + folder))
                                .addOutputs(OutputDocument.newBuilder()
                                        .setName("pictures")
                                        .setPath(output.resolve("frame.#ZFRAME#.png")
                                                .toString())))
                        .addLayers(layer(SHEET, LayerKind.UTIL, "1")
                                .setCommand(render("sheet --input " + folder + " --output " + quoted(sheet())))))
                .addJobs(job(name + "_post")
                        .setPostJobOf(name)
                        .addLayers(layer(ANIMATION, LayerKind.POST, "1")
                                .setCommand(
                                        render("animation --input " + folder + " --output " + quoted(animation())))))
                .addDepends(DependDocument.newBuilder()
                        .setType(DependType.LAYER_ON_LAYER.getNumber())
                        .setErJob(name)
                        .setErLayer(SHEET)
                        .setOnJob(name)
                        .setOnLayer(RENDER))
                .build();
    }

    private JobDocument.Builder job(String jobName) {
        return JobDocument.newBuilder()
                .setName(jobName)
                .setPriority(1)
                .setMaxRetries(RETRIES)
                // Frames run what is built, and find the Java that this program found.
                .putEnvironment("CUEGRID_BUILD", "never")
                .putEnvironment("JAVA_HOME", System.getProperty("java.home"));
    }

    private LayerDocument.Builder layer(String layerName, LayerKind kind, String range) {
        return LayerDocument.newBuilder()
                .setName(layerName)
                .setKind(kind)
                .setRange(range)
                .setChunkSize(1)
                .setMinCoreUnits(coreUnits)
                .setMaxCoreUnits(coreUnits)
                .setThreadable(false)
                .setMemoryKib(MEMORY_KIB)
                .addTags("general");
    }

    private String render(String arguments) {
        return quoted(script) + " render " + arguments + " --frames " + frames;
    }

    /** The path as one word of a shell command. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
