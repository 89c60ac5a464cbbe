package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobPauseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "pause",
        description = "Starts no more frames of a job; those that run go on.",
        footer = {"", "Example:", "  ./cuegrid pause testing-shot01-ada_comp"})
final class PauseCommand extends GridCommand {
    @Mixin
    JobsArgument jobs;

    @Override
    ExitStatus run(GridSession session) {
        for (Job job : jobs.find(session)) {
            session.call(() -> session.jobs()
                    .pause(JobPauseRequest.newBuilder().setJob(job).build()));
            output().line("paused " + job.getName());
        }
        return ExitStatus.SUCCESS;
    }
}
