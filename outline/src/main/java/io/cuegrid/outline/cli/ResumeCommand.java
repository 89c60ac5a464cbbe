package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobResumeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = "Lets a paused job go on.",
        footer = {"", "Example:", "  ./cuegrid resume testing-shot01-ada_comp"})
final class ResumeCommand extends GridCommand {
    @Mixin
    JobsArgument jobs;

    @Override
    ExitStatus run(GridSession session) {
        for (Job job : jobs.find(session)) {
            session.call(() -> session.jobs()
                    .resume(JobResumeRequest.newBuilder().setJob(job).build()));
            output().line("resumed " + job.getName());
        }
        return ExitStatus.SUCCESS;
    }
}
