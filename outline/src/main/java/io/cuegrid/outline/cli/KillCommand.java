package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobKillFramesRequest;
import io.cuegrid.api.opencue.job.JobKillRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kill",
        description = {
            "Ends a job: running frames are killed, the job is finished.",
            "With --layer or --range only those running frames are killed; they wait to run again."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid kill testing-shot01-ada_comp --reason 'wrong camera'",
            "  ./cuegrid kill comp --layer render --range 1-10 --reason 'stuck'"
        })
final class KillCommand extends GridCommand {
    @Mixin
    JobsArgument jobs;

    @Mixin
    FrameFilter filter;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; kept in the history")
    String reason;

    @Override
    ExitStatus run(GridSession session) {
        if (filter.states != null) {
            throw new CliFailure(ExitStatus.USAGE, "kill takes no --state: only running frames can be killed");
        }
        if (reason.isBlank()) {
            throw new CliFailure(ExitStatus.USAGE, "--reason must say why");
        }
        String user = System.getProperty("user.name", "unknown");
        String pid = Long.toString(ProcessHandle.current().pid());
        for (Job job : jobs.find(session)) {
            if (filter.isEmpty()) {
                session.call(() -> session.jobs()
                        .kill(JobKillRequest.newBuilder()
                                .setJob(job)
                                .setUsername(user)
                                .setPid(pid)
                                .setHostKill(hostName())
                                .setReason(reason)
                                .build()));
                output().line("killed " + job.getName());
            } else {
                session.call(() -> session.jobs()
                        .killFrames(JobKillFramesRequest.newBuilder()
                                .setJob(job)
                                .setReq(filter.criteria())
                                .setUsername(user)
                                .setPid(pid)
                                .setHostKill(hostName())
                                .setReason(reason)
                                .build()));
                output().line("killed frames of " + job.getName());
            }
        }
        return ExitStatus.SUCCESS;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }
}
