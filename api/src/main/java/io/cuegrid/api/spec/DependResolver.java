package io.cuegrid.api.spec;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.range.LayerFrames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of the depends of one submission and adds them to its document. What lies inside of the submission
 * is checked here; what lies outside is checked by the grid at launch. Threading: one thread.
 */
final class DependResolver {
    private static final Pattern FRAME = Pattern.compile("(-?\\d{3,11})-(.+)");

    private final SpecProblems problems;
    private final SpecDocument.Builder document;
    private final Map<String, JobDraft> jobs;
    private final Set<DependDocument> known = new HashSet<>();
    private final WaitCycles cycles = new WaitCycles();

    /** @param jobs by full name */
    DependResolver(SpecProblems problems, SpecDocument.Builder document, Map<String, JobDraft> jobs) {
        this.problems = problems;
        this.document = document;
        this.jobs = jobs;
    }

    void resolve(List<DependDraft> drafts) {
        jobs.forEach((name, job) -> cycles.job(name, job.layers().keySet()));
        for (DependDraft draft : drafts) {
            Found waiting = find(draft, draft.waiting(), draft.kind().waiting(), "waits");
            Found on = find(draft, draft.on(), draft.kind().on(), "is waited for");
            if (waiting != null && on != null && isSensible(draft, waiting, on)) {
                add(draft, waiting, on);
            }
        }
        cycles.check(problems);
    }

    private void add(DependDraft draft, Found waiting, Found on) {
        DependDocument depend = DependDocument.newBuilder()
                .setType(draft.kind().number())
                .setAnyFrame(draft.anyFrame())
                .setErJob(waiting.job)
                .setErLayer(waiting.layer)
                .setErFrame(waiting.frame)
                .setOnJob(on.job)
                .setOnLayer(on.layer)
                .setOnFrame(on.frame)
                .build();
        if (!known.add(depend)) {
            return;
        }
        document.addDepends(depend);
        cycles.add(draft.kind(), depend, draft.at());
    }

    private boolean isSensible(DependDraft draft, Found waiting, Found on) {
        if (draft.anyFrame() && draft.kind() != DependKind.LAYER_ON_LAYER) {
            problems.add(draft.at(), "\"any frame\" works with LAYER_ON_LAYER only, not with " + draft.kind());
            return false;
        }
        if (waiting.equals(on) && draft.kind() != DependKind.PREVIOUS_FRAME) {
            problems.add(draft.at(), waiting + " cannot depend on itself");
            return false;
        }
        if (on.post && !waiting.post && waiting.draft == on.draft) {
            problems.add(
                    draft.at(),
                    waiting + " cannot wait for the POST " + on + ": that starts when the rest of the job has ended");
            return false;
        }
        return true;
    }

    private @Nullable Found find(DependDraft draft, DependDraft.End end, DependKind.End wanted, String role) {
        String name = jobName(end.job());
        if (name == null) {
            return null;
        }
        JobDraft job = jobs.get(name);
        return switch (wanted) {
            case JOB -> {
                Given surplus = end.frame() == null ? end.layer() : end.frame();
                if (surplus != null) {
                    problems.add(surplus.at(), draft.kind() + " names no layer or frame where it " + role);
                }
                yield new Found(job, name, "", "", false);
            }
            case LAYER -> {
                if (end.layer() == null) {
                    problems.add(draft.at(), draft.kind() + " must name the layer that " + role);
                    yield null;
                }
                if (end.frame() != null) {
                    problems.add(end.frame().at(), draft.kind() + " names no frame where it " + role);
                }
                yield layer(job, name, end.layer());
            }
            case FRAME -> {
                if (end.frame() == null) {
                    problems.add(draft.at(), draft.kind() + " must name the frame that " + role + ", like 0001-render");
                    yield null;
                }
                yield frame(job, name, end.layer(), end.frame());
            }
        };
    }

    private @Nullable Found layer(@Nullable JobDraft job, String jobName, Given given) {
        String layerName;
        try {
            layerName = JobNames.layer(given.text());
        } catch (IllegalArgumentException problem) {
            problems.add(given.at(), problem);
            return null;
        }
        if (job == null) {
            return new Found(null, jobName, layerName, "", false);
        }
        LayerDraft layer = job.layers().get(layerName);
        if (layer == null) {
            problems.add(
                    given.at(),
                    "the job \"" + job.name().text() + "\" has no layer \"" + layerName + "\""
                            + Suggestions.didYouMean(layerName, job.layers().keySet()));
            return null;
        }
        boolean post = layer.document().getKind() == LayerKind.POST;
        return new Found(job, post ? postName(jobName) : jobName, layerName, "", post);
    }

    private @Nullable Found frame(@Nullable JobDraft job, String jobName, @Nullable Given layer, Given given) {
        Matcher parts = FRAME.matcher(given.text().strip());
        if (!parts.matches()) {
            problems.add(given.at(), "\"" + given.text() + "\" is not the name of a frame; write it like 0001-render");
            return null;
        }
        Found found = layer(job, jobName, new Given(parts.group(2), given.at()));
        if (found == null) {
            return null;
        }
        if (layer != null && !found.layer.equals(JobNames.isName(layer.text()) ? JobNames.layer(layer.text()) : "")) {
            problems.add(layer.at(), "the frame " + given.text() + " is not of layer \"" + layer.text() + "\"");
            return null;
        }
        long number = Long.parseLong(parts.group(1));
        String name = LayerFrames.frameName((int) number, found.layer);
        LayerDraft draft = job == null ? null : job.layers().get(found.layer);
        LayerFrames frames = draft == null ? null : draft.frames();
        if (number != (int) number || (frames != null && !isFrame(frames, (int) number))) {
            problems.add(
                    given.at(),
                    "layer \"" + found.layer + "\" has no frame " + name
                            + (frames != null && frames.chunkSize() > 1
                                    ? " (a chunk is named by its first frame)"
                                    : ""));
            return null;
        }
        return new Found(job, found.job, found.layer, name, found.post);
    }

    private static boolean isFrame(LayerFrames frames, int number) {
        int chunk = frames.chunkOf(number);
        return chunk >= 0 && frames.number(chunk) == number;
    }

    /** A job of this submission, else one by full name, else one of the same show, shot and user. */
    private @Nullable String jobName(Given given) {
        try {
            String own = JobNames.job(document.getShow(), document.getShot(), document.getUser(), given.text());
            return !jobs.containsKey(own) && JobNames.isFull(given.text())
                    ? given.text().strip().toLowerCase(Locale.ROOT)
                    : own;
        } catch (IllegalArgumentException problem) {
            if (JobNames.isFull(given.text())) {
                return given.text().strip().toLowerCase(Locale.ROOT);
            }
            problems.add(given.at(), problem);
            return null;
        }
    }

    private String postName(String jobName) {
        return document.getJobsList().stream()
                .filter(job -> job.getPostJobOf().equals(jobName))
                .map(job -> job.getName())
                .findFirst()
                .orElse(jobName);
    }

    /** An end of a depend. @param draft null: outside of this submission */
    private record Found(@Nullable JobDraft draft, String job, String layer, String frame, boolean post) {
        @Override
        public String toString() {
            return !frame.isEmpty()
                    ? "frame \"" + frame + "\""
                    : !layer.isEmpty() ? "layer \"" + layer + "\"" : "job \"" + job + "\"";
        }
    }
}
