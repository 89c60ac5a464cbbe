package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.range.FrameRangeException;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.node.document.DocumentCodec;
import io.cuegrid.node.document.JobPaths;
import io.cuegrid.node.service.catalog.Catalog;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.catalog.ServiceEntry;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a submission against the farm's configuration: show, facility, services, limits, frames, depends. Nothing
 * is changed; everything that is wrong is told at once.
 *
 * <p>Threading: one launch.
 */
final class LaunchPlanner {
    /** Jobs of one launch. */
    static final int JOBS_MAX = 1_000;

    private final Farm farm;
    private final Catalog catalog;
    private final LaunchProblems problems = new LaunchProblems();
    private final Map<String, Long> limits = new HashMap<>();

    LaunchPlanner(Farm farm) {
        this.farm = farm;
        this.catalog = farm.catalog()
                .ahead(
                        EntryKind.SHOW,
                        EntryKind.FACILITY,
                        EntryKind.LIMIT,
                        EntryKind.SERVICE,
                        EntryKind.SERVICE_OVERRIDE);
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with every problem */
    LaunchPlan plan(SpecDocument spec) {
        if (spec.getJobsCount() == 0) {
            problems.add("There is no job in it.");
        }
        if (spec.getJobsCount() > JOBS_MAX) {
            problems.add("It has " + spec.getJobsCount() + " jobs, at most " + JOBS_MAX + " can be launched at once.");
            throw problems.refusal();
        }
        DocumentRules.check(spec, problems);
        ShowEntry show = show(spec.getShow());
        FacilityEntry facility = facility(spec.getFacility());
        Cell cell = facility == null ? null : farm.cellOf(facility.name());
        if (facility != null && cell == null) {
            problems.add("The facility " + facility.name() + " has no cell yet: it takes jobs when a node serves it.");
        }
        for (LimitEntry limit : catalog.all(EntryKind.LIMIT)) {
            limits.put(limit.name(), limit.number());
        }
        if (show == null || facility == null || cell == null) {
            throw problems.refusal();
        }
        ServiceDefaults services = new ServiceDefaults(catalog, show.number());
        List<PlannedJob> jobs = new ArrayList<>();
        for (JobDocument job : spec.getJobsList()) {
            PlannedJob planned = job(spec, show, facility, services, job, jobs);
            if (planned != null) {
                jobs.add(planned);
            }
        }
        problems.throwIfAny();
        List<PlannedDepend> depends = new DependPlanner(farm, cell, jobs, problems).plan(spec.getDependsList());
        problems.throwIfAny();
        return new LaunchPlan(cell, facility, show, List.copyOf(jobs), depends);
    }

    private @Nullable ShowEntry show(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        ShowEntry show = catalog.first(EntryKind.SHOW, entry -> entry.name().equals(lower));
        if (show == null) {
            show = catalog.first(
                    EntryKind.SHOW, entry -> Units.words(entry.aliases()).contains(lower));
        }
        if (show == null) {
            problems.add("The show '" + name + "' does not exist.");
        } else if (!show.active()) {
            problems.add("The show '" + show.name() + "' has been deactivated: it takes no jobs.");
        }
        return show;
    }

    private @Nullable FacilityEntry facility(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        FacilityEntry facility = catalog.first(
                EntryKind.FACILITY,
                entry -> lower.isEmpty() ? entry.isDefault() : entry.name().equals(lower));
        if (facility == null) {
            problems.add(
                    lower.isEmpty()
                            ? "No facility is named, and the farm has no default one."
                            : "The facility '" + name + "' does not exist.");
        }
        return facility;
    }

    private @Nullable PlannedJob job(
            SpecDocument spec,
            ShowEntry show,
            FacilityEntry facility,
            ServiceDefaults services,
            JobDocument job,
            List<PlannedJob> before) {
        int postJobOf = -1;
        if (!job.getPostJobOf().isEmpty()) {
            for (PlannedJob other : before) {
                if (other.document().getName().equals(job.getPostJobOf())) {
                    postJobOf = other.index();
                }
            }
            if (postJobOf < 0) {
                problems.add("Job " + job.getName() + " starts after " + job.getPostJobOf()
                        + ", which does not come before it in the launch.");
            }
        }
        List<PlannedLayer> layers = new ArrayList<>();
        JobDocument.Builder filled = job.toBuilder()
                .clearId()
                .clearLayers()
                .setShow(show.name())
                .setShot(spec.getShot())
                .setUser(spec.getUser())
                .setFacility(facility.name())
                .setEmail(spec.getEmail())
                .setLogDir(JobPaths.stored(farm.config().logRoot(), show.name(), spec.getShot(), job.getName()));
        if (spec.hasUid()) {
            filled.setUid(spec.getUid());
        } else {
            filled.clearUid();
        }
        long frames = 0;
        for (LayerDocument layer : job.getLayersList()) {
            PlannedLayer planned =
                    layer(job.getName(), services, layer, (int) Math.min(frames, SpecLimits.MAX_JOB_FRAMES));
            if (planned != null) {
                layers.add(planned);
                filled.addLayers(planned.document());
                frames += planned.frames().count();
            }
        }
        if (frames > SpecLimits.MAX_JOB_FRAMES) {
            problems.add("Job " + job.getName() + " has " + frames + " frames, at most " + SpecLimits.MAX_JOB_FRAMES
                    + " are allowed.");
            return null;
        }
        if (job.hasLocalBooking()) {
            problems.add("Job " + job.getName() + " asks for a render partition on host "
                    + job.getLocalBooking().getHost() + ": launch it without, then add the partition to the job.");
        }
        return problems.isEmpty()
                ? new PlannedJob(
                        before.size(), filled.build(), postJobOf, List.copyOf(layers), (int) frames, store(filled))
                : null;
    }

    private static byte[] store(JobDocument.Builder document) {
        try {
            return DocumentCodec.compress(document.build());
        } catch (IllegalArgumentException tooLarge) {
            throw io.cuegrid.node.service.rpc.Problem.exhausted(tooLarge.getMessage() + ".");
        }
    }

    private @Nullable PlannedLayer layer(
            String jobName, ServiceDefaults services, LayerDocument layer, int firstOrdinal) {
        String where = "Layer " + layer.getName() + " of job " + jobName;
        ServiceEntry service = services.of(layer);
        if (service == null) {
            problems.add(where + ": none of its services exists, nor the service '" + ServiceDefaults.DEFAULT_SERVICE
                    + "'.");
            return null;
        }
        LayerDocument filled = ServiceDefaults.fill(layer, service);
        if (filled.getTagsCount() == 0) {
            problems.add(where + " has no tags, nor has its service " + service.name()
                    + ": no host could run it. Give it a tag.");
        }
        List<Long> limitNumbers = new ArrayList<>();
        for (String limit : filled.getLimitsList()) {
            Long number = limits.get(limit);
            if (number == null) {
                problems.add(where + ": the limit '" + limit + "' does not exist.");
            } else if (!limitNumbers.contains(number)) {
                limitNumbers.add(number);
            }
        }
        LayerFrames frames = frames(where, filled);
        return frames == null
                ? null
                : new PlannedLayer(
                        filled,
                        frames,
                        limitNumbers,
                        layer.hasMemoryKib(),
                        service.selfish(),
                        service.memoryIncreaseKib(),
                        firstOrdinal);
    }

    private @Nullable LayerFrames frames(String where, LayerDocument layer) {
        try {
            LayerFrames frames = new LayerFrames(FrameSet.parse(layer.getRange()), Math.max(1, layer.getChunkSize()));
            if (frames.count() > SpecLimits.MAX_LAYER_FRAMES) {
                problems.add(where + " has " + frames.count() + " frames, at most " + SpecLimits.MAX_LAYER_FRAMES
                        + " are allowed.");
                return null;
            }
            return frames;
        } catch (FrameRangeException bad) {
            problems.add(where + ": " + bad.getMessage() + ".");
            return null;
        }
    }
}
