package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobRetryFramesRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retry",
        description = "Runs frames of a job again: the dead ones, unless others are chosen.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid retry testing-shot01-ada_comp                      all dead frames",
            "  ./cuegrid retry comp --layer render --range 12 --state succeeded"
        })
final class RetryCommand extends GridCommand {
    @Mixin
    JobsArgument jobs;

    @Mixin
    FrameFilter filter;

    @Override
    ExitStatus run(GridSession session) {
        FrameSearchCriteria.Builder criteria = filter.criteria();
        if (filter.isEmpty()) {
            criteria.setStates(FrameStateSeq.newBuilder().addFrameStates(FrameState.DEAD));
        }
        for (Job job : jobs.find(session)) {
            session.call(() -> session.jobs()
                    .retryFrames(JobRetryFramesRequest.newBuilder()
                            .setJob(job)
                            .setReq(criteria)
                            .build()));
            output().line("retrying " + (filter.isEmpty() ? "dead frames of " : "frames of ") + job.getName());
        }
        return ExitStatus.SUCCESS;
    }
}
