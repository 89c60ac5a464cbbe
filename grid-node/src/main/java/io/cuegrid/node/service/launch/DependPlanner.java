package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.launch.PlannedDepend.End;
import io.cuegrid.node.service.mapping.FrameNames;
import io.cuegrid.node.service.mapping.Lookups;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of a launch's depends: in the launch itself, else among the unfinished jobs of the same facility.
 *
 * <p>Threading: one launch.
 */
final class DependPlanner {
    private final Cell cell;
    private final Lookups lookups;
    private final Map<String, PlannedJob> jobs = new HashMap<>();
    private final Map<String, Long> outside = new HashMap<>();
    private final LaunchProblems problems;

    DependPlanner(Farm farm, Cell cell, List<PlannedJob> planned, LaunchProblems problems) {
        this.cell = cell;
        this.lookups = new View(farm).lookups();
        this.problems = problems;
        planned.forEach(job -> jobs.put(job.document().getName(), job));
    }

    List<PlannedDepend> plan(List<DependDocument> documents) {
        List<PlannedDepend> depends = new ArrayList<>();
        for (DependDocument document : documents) {
            DependType type = type(document);
            if (type == null) {
                problems.add("A depend is of type " + document.getType() + ", which does not exist.");
                continue;
            }
            End waiting = end(type, document.getErJob(), document.getErLayer(), document.getErFrame());
            End on = end(type, document.getOnJob(), document.getOnLayer(), document.getOnFrame());
            if (waiting != null && on != null) {
                depends.add(new PlannedDepend(type, document.getAnyFrame(), waiting, on));
            }
        }
        return depends;
    }

    private static @Nullable DependType type(DependDocument document) {
        for (DependType type : DependType.values()) {
            if (type != DependType.NULL_VAL && type.value() == document.getType()) {
                return type;
            }
        }
        return null;
    }

    private @Nullable End end(DependType type, String jobName, String layerName, String frameName) {
        String layer = layerName;
        FrameNames.Parts frame = frameName.isEmpty() ? null : FrameNames.parse(frameName);
        if (!frameName.isEmpty() && frame == null) {
            problems.add("A depend " + type + " names the frame '" + frameName + "', which is no frame name.");
            return null;
        }
        if (frame != null) {
            layer = frame.layer();
        }
        PlannedJob planned = jobs.get(jobName);
        return planned != null ? inside(planned, layer, frame) : outside(type, jobName, layer, frame);
    }

    private @Nullable End inside(PlannedJob job, String layerName, FrameNames.@Nullable Parts frame) {
        if (layerName.isEmpty()) {
            return new End(job.index(), 0, -1, -1);
        }
        PlannedLayer layer = job.layer(layerName);
        if (layer == null) {
            problems.add("A depend names the layer '" + layerName + "', which job "
                    + job.document().getName() + " does not have.");
            return null;
        }
        int index = job.layerIndex(layerName);
        if (frame == null) {
            return new End(job.index(), 0, index, -1);
        }
        int chunk = layer.frames().chunkOf(frame.number());
        if (chunk < 0 || layer.frames().number(chunk) != frame.number()) {
            problems.add("A depend names frame " + frame.number() + " of layer '" + layerName + "', which job "
                    + job.document().getName() + " does not have (a chunk is named by its first frame).");
            return null;
        }
        return new End(job.index(), 0, index, layer.firstOrdinal() + chunk);
    }

    private @Nullable End outside(DependType type, String jobName, String layerName, FrameNames.@Nullable Parts frame) {
        long job = outside.computeIfAbsent(jobName, this::unfinished);
        if (job == 0) {
            problems.add("A depend " + type + " names the job '" + jobName
                    + "', which is neither in this launch nor pending in facility " + cell.facility() + ".");
            return null;
        }
        if (layerName.isEmpty()) {
            return new End(-1, job, -1, -1);
        }
        for (LayerFacts layer : lookups.layers(cell, job)) {
            if (layer.name().equals(layerName)) {
                if (frame == null) {
                    return new End(-1, job, layer.index(), -1);
                }
                int ordinal = ordinal(job, layer, frame.number());
                if (ordinal >= 0) {
                    return new End(-1, job, layer.index(), ordinal);
                }
                problems.add("A depend names frame " + frame.number() + " of layer '" + layerName + "', which job "
                        + jobName + " does not have.");
                return null;
            }
        }
        problems.add("A depend names the layer '" + layerName + "', which job " + jobName + " does not have.");
        return null;
    }

    private long unfinished(String jobName) {
        long[] found = {0};
        JobRowDecoder row = new JobRowDecoder();
        cell.machine().read(RowQuery.jobs(false).withName(jobName), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.jobState() != JobState.FINISHED && row.name().equals(jobName)) {
                found[0] = row.jobNumber();
            }
            return found[0] == 0;
        });
        return found[0];
    }

    private int ordinal(long job, LayerFacts layer, int frameNumber) {
        int[] found = {-1};
        FrameRowDecoder row = new FrameRowDecoder();
        RowQuery query = RowQuery.frames(job).withLayer(layer.index());
        cell.machine().read(query, (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.layerIndex() == layer.index() && row.frameNumber() == frameNumber) {
                found[0] = row.frameOrdinal();
            }
            return found[0] < 0;
        });
        return found[0];
    }
}
