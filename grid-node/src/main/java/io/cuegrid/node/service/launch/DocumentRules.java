package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.JobNames;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.node.service.client.Sbe;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What every submission must hold, whatever it was written in. A parser has checked the same with positions; documents
 * that come over the wire are checked here only.
 */
final class DocumentRules {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][\\w.:-]{0,199}");
    private static final Pattern OS = Pattern.compile("[\\w.-]{0,64}");

    private final LaunchProblems problems;

    private DocumentRules(LaunchProblems problems) {
        this.problems = problems;
    }

    static void check(SpecDocument spec, LaunchProblems problems) {
        new DocumentRules(problems).check(spec);
    }

    private void check(SpecDocument spec) {
        conformed("The submission", spec.getShot(), JobNames::shot);
        conformed("The submission", spec.getUser(), JobNames::user);
        rule(!spec.hasUid() || spec.getUid() > 0, "Jobs cannot be launched with uid " + spec.getUid() + ".");
        Set<String> names = new HashSet<>();
        for (JobDocument job : spec.getJobsList()) {
            String name = job.getName();
            conformed("Job " + name, name, text -> JobNames.job(spec.getShow(), spec.getShot(), spec.getUser(), text));
            rule(names.add(name), "The job " + name + " is in it twice.");
            check(job);
        }
    }

    private void check(JobDocument job) {
        String where = "Job " + job.getName();
        rule(
                job.getMaxRetries() >= 0 && job.getMaxRetries() <= SpecLimits.MAX_RETRIES,
                where + " has " + job.getMaxRetries() + " retries: 0 to " + SpecLimits.MAX_RETRIES + " are allowed.");
        rule(OS.matcher(job.getOs()).matches(), where + ": '" + job.getOs() + "' is no name of an operating system.");
        rule(!job.hasMaxCoreUnits() || job.getMaxCoreUnits() > 0, where + " has a maximum of cores of 0 or less.");
        rule(!job.hasMaxGpus() || job.getMaxGpus() >= 0, where + " has a maximum of gpus below 0.");
        rule(job.getLayersCount() > 0, where + " has no layers.");
        rule(
                job.getLayersCount() <= SpecLimits.MAX_LAYERS,
                where + " has " + job.getLayersCount() + " layers, at most " + SpecLimits.MAX_LAYERS + " are allowed.");
        environment(where, job.getEnvironmentMap().keySet());
        Set<String> names = new HashSet<>();
        for (LayerDocument layer : job.getLayersList()) {
            rule(names.add(layer.getName()), where + ": the layer " + layer.getName() + " is in it twice.");
            check("Layer " + layer.getName() + " of job " + job.getName(), layer);
        }
    }

    private void check(String where, LayerDocument layer) {
        conformed(where, layer.getName(), JobNames::layer);
        rule(layer.getKind() != LayerKind.UNRECOGNIZED, where + " is of a kind that this grid does not know.");
        rule(
                !layer.getCommand().isBlank()
                        && layer.getCommand().length() <= SpecLimits.MAX_COMMAND
                        && layer.getCommand().indexOf('\0') < 0,
                where + ": its command is empty or longer than " + SpecLimits.MAX_COMMAND + " characters.");
        rule(
                Sbe.fits(layer.getRange()),
                where + ": the text of its frame range is longer than " + Sbe.TEXT_BYTES_MAX + " bytes.");
        rule(layer.getChunkSize() >= 1, where + " has chunks of " + layer.getChunkSize() + " frames: 1 or more.");
        rule(layer.getMemoryKib() >= 0 && layer.getGpuMemoryKib() >= 0, where + " asks for less memory than none.");
        rule(layer.getMinGpus() >= 0 && layer.getMaxGpus() >= 0, where + " asks for less gpus than none.");
        rule(
                layer.getMaxCoreUnits() >= 0
                        && (layer.getMaxCoreUnits() == 0 || layer.getMaxCoreUnits() >= layer.getMinCoreUnits()),
                where + " has a maximum of cores below its minimum.");
        rule(layer.getTimeoutMinutes() >= 0 && layer.getTimeoutLluMinutes() >= 0, where + " has a timeout below 0.");
        layer.getTagsList().forEach(tag -> conformed(where, tag, JobNames::tag));
        layer.getLimitsList().forEach(name -> conformed(where, name, text -> JobNames.plain("limit", text)));
        layer.getServicesList().forEach(name -> conformed(where, name, text -> JobNames.plain("service", text)));
        environment(where, layer.getEnvironmentMap().keySet());
    }

    private void environment(String where, Set<String> variables) {
        for (String variable : variables) {
            rule(VARIABLE.matcher(variable).matches(), where + ": '" + variable + "' is no name of a variable.");
        }
    }

    /** A name must be what a parser makes of it. */
    private void conformed(String where, String name, UnaryOperator<String> conform) {
        try {
            String right = conform.apply(name);
            rule(right.equals(name), where + ": the name '" + name + "' must be written '" + right + "'.");
        } catch (IllegalArgumentException wrong) {
            problems.add(where + ": " + wrong.getMessage() + ".");
        }
    }

    private void rule(boolean kept, String sentence) {
        if (!kept) {
            problems.add(sentence);
        }
    }
}
