package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The jobs that a command acts on. All are found before anything is done to the first. */
final class JobsArgument {
    @Parameters(
            paramLabel = "JOB",
            arity = "1..*",
            description = "names, ids, or parts of a name that no other job has")
    List<String> texts;

    List<Job> find(GridSession session) {
        JobFinder finder = new JobFinder(session);
        return texts.stream().map(finder::find).toList();
    }
}
