package io.cuegrid.api.command;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.unit.CoreText;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the environment of a frame: a small base, then the job's variables, then the layer's, then the {@code CUE_}
 * ones, later ones winning. A {@code PATH} that the job or layer gives is put behind the base path. Nothing of the
 * calling process's own environment gets in.
 */
public final class FrameEnvironment {
    /** Where commands are looked for before the job's own folders. */
    public static final String BASE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String PATH = "PATH";

    private FrameEnvironment() {}

    /** The name of a frame's log inside the job's log folder. Tools build it themselves: it is a contract. */
    public static String logName(String job, String frame) {
        return job + "." + frame + ".rqlog";
    }

    /** A new map, sorted by name. The caller may add what only the host knows (pinned cores, a temporary folder). */
    public static Map<String, String> build(JobDocument job, FrameOrder order) {
        LayerDocument layer = job.getLayers(order.layerIndex());
        String frame = order.frameName(layer.getName());
        Map<String, String> environment = base(job, order, frame);
        add(environment, job.getEnvironmentMap());
        add(environment, layer.getEnvironmentMap());
        addCue(environment, job, layer, order, frame);
        return environment;
    }

    private static Map<String, String> base(JobDocument job, FrameOrder order, String frame) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(PATH, BASE_PATH);
        environment.put("TERM", "unknown");
        environment.put("USER", job.getUser());
        environment.put("LOGNAME", job.getUser());
        environment.put("mcp", "1");
        environment.put("show", job.getShow());
        environment.put("shot", job.getShot());
        environment.put("jobid", job.getName());
        environment.put("jobhost", order.hostName());
        environment.put("frame", frame);
        environment.put("zframe", frame);
        environment.put("logfile", logName(job.getName(), frame));
        environment.put("maxframetime", "0");
        environment.put("minspace", "200");
        environment.put("SP_NOMYCSHRC", "1");
        return environment;
    }

    private static void add(Map<String, String> environment, Map<String, String> given) {
        given.forEach((name, value) -> {
            if (name.equals(PATH)) {
                environment.merge(name, value, (base, added) -> added.isEmpty() ? base : base + ":" + added);
            } else {
                environment.put(name, value);
            }
        });
    }

    private static void addCue(
            Map<String, String> environment, JobDocument job, LayerDocument layer, FrameOrder order, String frame) {
        int threads = Math.max(1, order.coreUnits() / CoreText.UNITS_PER_CORE);
        environment.put("CUE3", "1");
        environment.put("CUE_THREADS", Integer.toString(threads));
        environment.put("CUE_THREADABLE", layer.getThreadable() ? "1" : "0");
        environment.put("CUE_MEMORY", Long.toString(order.memoryKib()));
        environment.put("CUE_GPUS", Integer.toString(order.gpus()));
        environment.put("CUE_GPU_MEMORY", Long.toString(order.gpuMemoryKib()));
        environment.put("CUE_LOG_PATH", job.getLogDir());
        environment.put("CUE_RANGE", layer.getRange());
        environment.put("CUE_CHUNK", Integer.toString(Math.max(1, layer.getChunkSize())));
        environment.put("CUE_IFRAME", Integer.toString(order.number()));
        environment.put("CUE_LAYER", layer.getName());
        environment.put("CUE_JOB", job.getName());
        environment.put("CUE_FRAME", frame);
        environment.put("CUE_SHOW", job.getShow());
        environment.put("CUE_SHOT", job.getShot());
        environment.put("CUE_USER", job.getUser());
        environment.put("CUE_JOB_ID", job.getId());
        environment.put("CUE_LAYER_ID", layer.getId());
        environment.put("CUE_FRAME_ID", order.frameId());
        environment.put("CUE_FRAMESPEC", order.frames().toString());
        environment.put("CUE_ATTEMPT", Integer.toString(order.attempt()));
        environment.put("CUE_HOST", order.hostName());
    }
}
