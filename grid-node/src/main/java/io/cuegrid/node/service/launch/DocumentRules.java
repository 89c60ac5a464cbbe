package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.node.service.client.Sbe;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every submission must hold, whatever it was written in. A parser has checked the same with positions; documents
 * that come over the wire are checked here only.
 */
final class DocumentRules {
    static final int RETRIES_MAX = 16;
    private static final int JOB_NAME_MAX = 255;
    private static final int COMMAND_BYTES_MAX = 1 << 20;
    private static final int USER_MAX = 64;
    private static final Pattern SHOT = Pattern.compile("[\\w.-]{1,200}");
    private static final Pattern USER = Pattern.compile("[\\w.@+-]{1," + USER_MAX + "}");
    private static final Pattern JOB = Pattern.compile("[a-z0-9_.@+-]{3," + JOB_NAME_MAX + "}");
    private static final Pattern LAYER = Pattern.compile("[a-z0-9_.]{3,200}");
    private static final Pattern WORD = Pattern.compile("[\\w.-]{1,200}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][\\w.:-]{0,199}");
    private static final Pattern OS = Pattern.compile("[\\w.-]{0,64}");

    private final Problems problems;

    private DocumentRules(Problems problems) {
        this.problems = problems;
    }

    static void check(SpecDocument spec, Problems problems) {
        new DocumentRules(problems).check(spec);
    }

    private void check(SpecDocument spec) {
        rule(isName(SHOT, spec.getShot()), "The shot '" + spec.getShot() + "' is no name: letters, digits, . _ -");
        rule(
                isName(USER, spec.getUser()) && !spec.getUser().equals("root"),
                "The user '" + spec.getUser() + "' cannot launch jobs: a user name other than root is needed.");
        rule(!spec.hasUid() || spec.getUid() > 0, "Jobs cannot be launched with uid " + spec.getUid() + ".");
        String prefix =
                (spec.getShow() + "-" + spec.getShot() + "-" + spec.getUser() + "_").toLowerCase(java.util.Locale.ROOT);
        Set<String> names = new HashSet<>();
        for (JobDocument job : spec.getJobsList()) {
            String name = job.getName();
            rule(
                    isName(JOB, name) && name.startsWith(prefix) && name.length() > prefix.length(),
                    "The job name '" + name + "' is not allowed: lower case, " + prefix + "<name>, up to "
                            + JOB_NAME_MAX + " letters, digits, . and _");
            rule(names.add(name), "The job " + name + " is in it twice.");
            check(job);
        }
    }

    private void check(JobDocument job) {
        String where = "Job " + job.getName();
        rule(
                job.getMaxRetries() >= 0 && job.getMaxRetries() <= RETRIES_MAX,
                where + " has " + job.getMaxRetries() + " retries: 0 to " + RETRIES_MAX + " are allowed.");
        rule(OS.matcher(job.getOs()).matches(), where + ": '" + job.getOs() + "' is no name of an operating system.");
        rule(!job.hasMaxCoreUnits() || job.getMaxCoreUnits() > 0, where + " has a maximum of cores of 0 or less.");
        rule(!job.hasMaxGpus() || job.getMaxGpus() >= 0, where + " has a maximum of gpus below 0.");
        rule(job.getLayersCount() > 0, where + " has no layers.");
        rule(
                job.getLayersCount() <= LaunchPlanner.LAYERS_MAX,
                where + " has " + job.getLayersCount() + " layers, at most " + LaunchPlanner.LAYERS_MAX
                        + " are allowed.");
        environment(where, job.getEnvironmentMap().keySet());
        Set<String> names = new HashSet<>();
        for (LayerDocument layer : job.getLayersList()) {
            rule(names.add(layer.getName()), where + ": the layer " + layer.getName() + " is in it twice.");
            check("Layer " + layer.getName() + " of job " + job.getName(), layer);
        }
    }

    private void check(String where, LayerDocument layer) {
        rule(
                isName(LAYER, layer.getName()),
                where + ": the name is not allowed: 3 to 200 small letters, digits, . and _");
        rule(layer.getKind() != LayerKind.UNRECOGNIZED, where + " is of a kind that this grid does not know.");
        rule(
                !layer.getCommand().isBlank()
                        && layer.getCommand().length() <= COMMAND_BYTES_MAX
                        && layer.getCommand().indexOf('\0') < 0,
                where + ": its command is empty or longer than " + COMMAND_BYTES_MAX + " characters.");
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
        layer.getTagsList().forEach(tag -> rule(isName(WORD, tag), where + ": '" + tag + "' is no tag."));
        layer.getLimitsList().forEach(name -> rule(isName(WORD, name), where + ": '" + name + "' is no limit."));
        layer.getServicesList()
                .forEach(name -> rule(isName(WORD, name), where + ": '" + name + "' is no name of a service."));
        environment(where, layer.getEnvironmentMap().keySet());
    }

    private void environment(String where, Set<String> variables) {
        for (String variable : variables) {
            rule(VARIABLE.matcher(variable).matches(), where + ": '" + variable + "' is no name of a variable.");
        }
    }

    private static boolean isName(Pattern pattern, String text) {
        return pattern.matcher(text).matches() && !text.startsWith(".");
    }

    private void rule(boolean kept, String sentence) {
        if (!kept) {
            problems.add(sentence);
        }
    }
}
