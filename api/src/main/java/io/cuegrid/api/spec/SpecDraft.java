package io.cuegrid.api.spec;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A submission while it is read, whatever it is written in. A reader fills it in any order; {@link #build} applies
 * the rules that all formats share and gives the document, or every problem at once.
 *
 * <p>Layers of kind POST go to a job of their own, which starts when the job has ended.
 *
 * <p>Threading: one thread.
 */
public final class SpecDraft {
    private final SpecProblems problems;
    private final long nowMillis;
    private final SpecDocument.Builder document = SpecDocument.newBuilder();
    private final List<JobDraft> jobs = new ArrayList<>();
    private final List<DependDraft> depends = new ArrayList<>();
    private @Nullable Given show;
    private @Nullable Given shot;
    private @Nullable Given user;

    /**
     * @param problems takes what is wrong
     * @param nowMillis makes the names of post jobs unique
     */
    public SpecDraft(SpecProblems problems, long nowMillis) {
        this.problems = problems;
        this.nowMillis = nowMillis;
    }

    /** An empty text: the farm's default facility. */
    public void facility(Given text) {
        String name = text.text().strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty()) {
            String checked = conformed(text, given -> JobNames.plain("facility", name));
            document.setFacility(checked == null ? "" : checked);
        }
    }

    public void show(Given text) {
        show = text;
    }

    public void shot(Given text) {
        shot = text;
    }

    public void user(Given text) {
        user = text;
    }

    public void uid(Given text) {
        Integer uid = new SpecValues(problems).integer("uid", text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (uid == null) {
            return;
        }
        if (uid <= 0) {
            problems.add(text.at(), uid == 0 ? "jobs cannot be launched as root (uid 0)" : "a uid is not negative");
        }
        document.setUid(uid);
    }

    /** Addresses with commas between. */
    public void email(Given text) {
        document.setEmail(text.text().strip());
    }

    public JobDraft job(Given name) {
        JobDraft job = new JobDraft(problems, name);
        jobs.add(job);
        return job;
    }

    public void depend(DependDraft depend) {
        depends.add(depend);
    }

    /**
     * Checks the whole and gives the document.
     *
     * @throws SpecException with everything that is wrong
     */
    public SpecDocument build() throws SpecException {
        document.setShow(required("show", show, JobNames::show));
        document.setShot(required("shot", shot, JobNames::shot));
        document.setUser(required("user", user, JobNames::user));
        if (jobs.isEmpty()) {
            problems.add(SpecPosition.NONE, "there is no job in it");
        }
        new FrameCounts(problems).check(jobs);
        Map<String, JobDraft> named = nameJobs();
        named.forEach(this::addJob);
        new DependResolver(problems, document, named).resolve(depends);
        problems.throwIfAny();
        if (document.build().getSerializedSize() > SpecLimits.MAX_BYTES) {
            problems.add(SpecPosition.NONE, "it is larger than " + SpecLimits.MAX_BYTES + " bytes");
        }
        problems.throwIfAny();
        return document.build();
    }

    private String required(String what, @Nullable Given given, UnaryOperator<String> rule) {
        if (given == null) {
            problems.add(SpecPosition.NONE, "there is no " + what);
            return "";
        }
        String value = conformed(given, rule);
        return value == null ? "" : value;
    }

    private Map<String, JobDraft> nameJobs() {
        Map<String, JobDraft> named = new LinkedHashMap<>();
        for (JobDraft job : jobs) {
            String name = conformed(
                    job.name(),
                    given -> JobNames.job(document.getShow(), document.getShot(), document.getUser(), given));
            if (name == null) {
                named.put("/" + named.size(), job);
            } else if (named.putIfAbsent(name, job) != null) {
                problems.add(job.name().at(), "the job \"" + name + "\" is in it twice");
            }
        }
        return named;
    }

    private void addJob(String name, JobDraft draft) {
        JobDocument.Builder job = draft.document().setName(name);
        JobDocument.Builder post =
                job.clone().setName(PostJobs.name(name, nowMillis)).setPostJobOf(name);
        // its parent is what it waits for: paused as well it would wait for somebody to notice
        post.setPaused(false).clearLocalBooking().putEnvironment("CUE_PARENT_JOB", name);
        for (LayerDraft layer : draft.layers().values()) {
            (layer.document().getKind() == LayerKind.POST ? post : job).addLayers(layer.document());
            int letters = name.length() + layer.name().length();
            if (letters > SpecLimits.MAX_LOG_NAMES) {
                problems.add(
                        layer.at(),
                        "the names of job and " + layer.title() + " have " + letters
                                + " characters together, the maximum is " + SpecLimits.MAX_LOG_NAMES
                                + ": both are in the name of a log file");
            }
        }
        if (job.getLayersCount() == 0) {
            problems.add(
                    draft.name().at(),
                    "the job \"" + draft.name().text() + "\" has no layers"
                            + (post.getLayersCount() > 0 ? " besides POST ones" : ""));
        }
        document.addJobs(job);
        if (post.getLayersCount() > 0) {
            document.addJobs(post);
        }
    }

    private @Nullable String conformed(Given given, UnaryOperator<String> rule) {
        try {
            return rule.apply(given.text());
        } catch (IllegalArgumentException problem) {
            problems.add(given.at(), problem);
            return null;
        }
    }
}
