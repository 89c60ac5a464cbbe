package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetLayersRequest;
import io.cuegrid.api.opencue.job.Layer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "layers",
        description = "Lists the layers of a job.",
        footer = {"", "Example:", "  ./cuegrid layers testing-shot01-ada_comp"})
final class LayersCommand extends GridCommand {
    static final Table<Layer> TABLE = new Table<Layer>()
            .hidden("id", Layer::getId)
            .text("name", "LAYER", Layer::getName)
            .text("type", "TYPE", layer -> layer.getType().name())
            .text("range", "RANGE", Layer::getRange)
            .hidden("chunkSize", Layer::getChunkSize)
            .shown(
                    "DONE",
                    true,
                    layer -> layer.getLayerStats().getSucceededFrames()
                            + layer.getLayerStats().getEatenFrames()
                            + "/" + layer.getLayerStats().getTotalFrames())
            .hidden("totalFrames", layer -> layer.getLayerStats().getTotalFrames())
            .hidden("succeededFrames", layer -> layer.getLayerStats().getSucceededFrames())
            .count("runningFrames", "RUN", layer -> layer.getLayerStats().getRunningFrames())
            .count("waitingFrames", "WAIT", layer -> layer.getLayerStats().getWaitingFrames())
            .count("dependFrames", "DEPEND", layer -> layer.getLayerStats().getDependFrames())
            .count("deadFrames", "DEAD", layer -> layer.getLayerStats().getDeadFrames())
            .hidden("eatenFrames", layer -> layer.getLayerStats().getEatenFrames())
            .number(
                    "minCores",
                    "CORES",
                    layer -> Units.rounded(layer.getMinCores()),
                    layer -> Units.cores(layer.getMinCores()))
            .hidden("maxCores", layer -> Units.rounded(layer.getMaxCores()))
            .hidden("threadable", Layer::getIsThreadable)
            .number("memoryKib", "MEMORY", Layer::getMinMemory, layer -> Units.memory(layer.getMinMemory()))
            .number(
                    "averageSeconds",
                    "AVERAGE",
                    layer -> layer.getLayerStats().getAvgFrameSec(),
                    layer -> layer.getLayerStats().getSucceededFrames() == 0
                            ? Units.NONE
                            : Units.duration(layer.getLayerStats().getAvgFrameSec()))
            .hidden("services", layer -> List.copyOf(layer.getServicesList()))
            .hidden("limits", layer -> List.copyOf(layer.getLimitsList()))
            .text("tags", "TAGS", layer -> String.join(" ", layer.getTagsList()))
            .hidden("command", Layer::getCommand);

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "JOB", description = "name, id, or a part of the name that no other job has")
    String job;

    @Override
    ExitStatus run(GridSession session) {
        Job found = new JobFinder(session).find(job);
        List<Layer> layers = session.call(() -> session.jobs()
                        .getLayers(
                                JobGetLayersRequest.newBuilder().setJob(found).build()))
                .getLayers()
                .getLayersList();
        TABLE.print(layers, output(), json, "no layers");
        return ExitStatus.SUCCESS;
    }
}
