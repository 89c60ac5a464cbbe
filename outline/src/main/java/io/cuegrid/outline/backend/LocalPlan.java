package io.cuegrid.outline.backend;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.DependKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The frames of a specification and what each waits for. Threading: one thread. */
final class LocalPlan {
    /** A machine alone is not meant for more. */
    private static final int MAX_FRAMES = 100_000;

    private final Map<String, LocalJob> jobs = new LinkedHashMap<>();

    /** @throws IOException when it waits for something that this machine does not know */
    LocalPlan(SpecDocument spec, String logs) throws IOException {
        int ordinal = 0;
        for (JobDocument job : spec.getJobsList()) {
            LocalJob local = new LocalJob(filled(spec, job, logs), ordinal);
            ordinal += local.all().size();
            jobs.put(job.getName(), local);
        }
        if (ordinal > MAX_FRAMES) {
            throw new IOException("a local run has at most " + MAX_FRAMES + " frames, not " + ordinal);
        }
        for (DependDocument depend : spec.getDependsList()) {
            add(depend);
        }
    }

    /** In the specification's order. */
    List<LocalJob> jobs() {
        return List.copyOf(jobs.values());
    }

    @Nullable
    LocalJob job(String name) {
        return jobs.get(name);
    }

    private static JobDocument filled(SpecDocument spec, JobDocument job, String logs) {
        JobDocument.Builder filled = job.toBuilder();
        filled.setId(job.getName()).setLogDir(logs).setFacility("local");
        return filled.setShow(spec.getShow())
                .setShot(spec.getShot())
                .setUser(spec.getUser())
                .build();
    }

    private void add(DependDocument depend) throws IOException {
        LocalJob waiting = known(depend.getErJob());
        LocalJob on = known(depend.getOnJob());
        DependKind kind = DependKind.of(depend.getType());
        List<LocalTask> tasks = tasks(waiting, kind.waiting(), depend.getErLayer(), depend.getErFrame());
        switch (kind) {
            case FRAME_BY_FRAME -> byFrame(tasks, on, depend.getOnLayer());
            case PREVIOUS_FRAME -> previous(tasks, on, depend.getOnLayer());
            case JOB_ON_JOB,
                    JOB_ON_LAYER,
                    JOB_ON_FRAME,
                    LAYER_ON_JOB,
                    LAYER_ON_LAYER,
                    LAYER_ON_FRAME,
                    FRAME_ON_JOB,
                    FRAME_ON_LAYER,
                    FRAME_ON_FRAME,
                    LAYER_ON_SIM_FRAME -> {
                List<LocalTask> sources = tasks(on, kind.on(), depend.getOnLayer(), depend.getOnFrame());
                boolean single = depend.getAnyFrame() || kind.on() == DependKind.End.FRAME;
                gate(tasks, sources, depend.getAnyFrame() ? 1 : sources.size(), !single);
            }
        }
    }

    /** Each chunk on every chunk that holds one of its frames; frames that the other layer lacks are not waited for. */
    private static void byFrame(List<LocalTask> tasks, LocalJob on, String layer) {
        int index = on.layer(layer);
        LayerFrames frames = on.frames.get(index);
        for (LocalTask task : tasks) {
            Set<LocalTask> sources = new LinkedHashSet<>();
            task.layerFrames().chunk(task.chunk).forEach(frame -> {
                int chunk = frames.chunkOf(frame);
                if (chunk >= 0) {
                    sources.add(on.tasks.get(index).get(chunk));
                }
            });
            gate(List.of(task), List.copyOf(sources), sources.size(), false);
        }
    }

    /** Each chunk on the chunk before the one that holds its first frame; the first one is free. */
    private static void previous(List<LocalTask> tasks, LocalJob on, String layer) {
        int index = on.layer(layer);
        LayerFrames frames = on.frames.get(index);
        for (LocalTask task : tasks) {
            int chunk = frames.chunkOf(task.layerFrames().number(task.chunk)) - 1;
            if (chunk >= 0) {
                gate(List.of(task), List.of(on.tasks.get(index).get(chunk)), 1, false);
            }
        }
    }

    private static void gate(List<LocalTask> behind, List<LocalTask> sources, int missing, boolean takesEaten) {
        LocalGate gate = new LocalGate(behind, missing, takesEaten);
        sources.forEach(source -> source.gates.add(gate));
    }

    private static List<LocalTask> tasks(LocalJob job, DependKind.End end, String layer, String frame)
            throws IOException {
        return switch (end) {
            case JOB -> job.all();
            case LAYER -> {
                int index = job.layer(layer);
                if (index < 0) {
                    throw new IOException("the job " + job.document.getName() + " has no layer " + layer);
                }
                yield job.tasks.get(index);
            }
            case FRAME -> {
                List<LocalTask> found = new ArrayList<>();
                job.all().stream()
                        .filter(task -> task.frameName().equals(frame))
                        .forEach(found::add);
                if (found.isEmpty()) {
                    throw new IOException("the job " + job.document.getName() + " has no frame " + frame);
                }
                yield found;
            }
        };
    }

    private LocalJob known(String name) throws IOException {
        LocalJob job = jobs.get(name);
        if (job == null) {
            throw new IOException("the job " + name
                    + " is not part of this submission: a local run can only wait for what it runs itself");
        }
        return job;
    }
}
