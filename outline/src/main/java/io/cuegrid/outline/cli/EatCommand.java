package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobEatFramesRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "eat",
        description = "Gives frames of a job up, as if they were done: the dead ones, unless others are chosen.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid eat testing-shot01-ada_comp        all dead frames",
            "  ./cuegrid eat comp --layer preview"
        })
final class EatCommand extends GridCommand {
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
                    .eatFrames(JobEatFramesRequest.newBuilder()
                            .setJob(job)
                            .setReq(criteria)
                            .build()));
            output().line("eaten: " + (filter.isEmpty() ? "dead frames of " : "frames of ") + job.getName());
        }
        return ExitStatus.SUCCESS;
    }
}
