package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.HistoryFrameRun;
import io.cuegrid.api.grid.HistoryFrameRunsRequest;
import io.cuegrid.api.grid.HistoryJob;
import io.cuegrid.api.grid.HistoryJobsRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Shows finished work, kept in PostgreSQL.",
        synopsisSubcommandLabel = "(jobs | frames)",
        subcommands = {HistoryCommand.Jobs.class, HistoryCommand.Frames.class},
        commandListHeading = "%nCommands:%n")
final class HistoryCommand extends CliCommand {

    @Override
    public Integer call() {
        throw new CliFailure(ExitStatus.USAGE, "say what: ./cuegrid history jobs, or ./cuegrid history frames JOB");
    }

    @Command(
            name = "jobs",
            description = "Lists jobs, the newest first; FINISHED is - while one goes on.",
            footer = {"", "Examples:", "  ./cuegrid history jobs", "  ./cuegrid history jobs --user ada lighting --json"
            })
    static final class Jobs extends GridCommand {
        static final Table<HistoryJob> TABLE = new Table<HistoryJob>()
                .hidden("id", HistoryJob::getId)
                .text("name", "JOB", HistoryJob::getName)
                .text("state", "STATE", HistoryJob::getState)
                .hidden("facility", HistoryJob::getFacility)
                .hidden("show", HistoryJob::getShow)
                .hidden("shot", HistoryJob::getShot)
                .text("user", "USER", HistoryJob::getUser)
                .number(
                        "submittedMillis",
                        "SUBMITTED",
                        HistoryJob::getSubmittedMillis,
                        job -> Units.time(job.getSubmittedMillis() / 1000))
                .number(
                        "finishedMillis",
                        "FINISHED",
                        HistoryJob::getFinishedMillis,
                        job -> Units.time(job.getFinishedMillis() / 1000))
                .hidden("layers", HistoryJob::getLayers)
                .count("frames", "FRAMES", HistoryJob::getFrames)
                .count("succeeded", "SUCCEEDED", HistoryJob::getSucceeded)
                .count("dead", "DEAD", HistoryJob::getDead)
                .count("eaten", "EATEN", HistoryJob::getEaten)
                .count("runs", "RUNS", HistoryJob::getRuns)
                .number(
                        "coreMillis",
                        "CORE TIME",
                        HistoryJob::getCoreMillis,
                        job -> Units.duration(job.getCoreMillis() / 1000));

        @Option(names = "--user", paramLabel = "NAME", description = "jobs of this user (may be repeated)")
        @Nullable
        List<String> users;

        @Option(names = "--show", paramLabel = "NAME", description = "jobs of this show (may be repeated)")
        @Nullable
        List<String> shows;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "at most so many, 1 to 1000 (default: ${DEFAULT-VALUE})")
        int limit = 100;

        @Option(names = "--json", description = "print JSON for programs")
        boolean json;

        @Parameters(paramLabel = "TEXT", arity = "0..1", description = "only jobs with this text in their name")
        @Nullable
        String text;

        @Override
        ExitStatus run(GridSession session) {
            HistoryJobsRequest.Builder request =
                    HistoryJobsRequest.newBuilder().setLimit(limit).setNameContains(text == null ? "" : text);
            if (users != null) {
                request.addAllUsers(users);
            }
            if (shows != null) {
                request.addAllShows(shows);
            }
            List<HistoryJob> jobs = session.call(() -> session.history().getJobs(request.build()))
                    .getJobsList();
            TABLE.print(jobs, output(), json, "no jobs in the history");
            return ExitStatus.SUCCESS;
        }
    }

    @Command(
            name = "frames",
            description = "Lists every run of a job's frames, the oldest first.",
            footer = {
                "",
                "Examples:",
                "  ./cuegrid history frames testing-shot01-ada_comp",
                "  ./cuegrid history frames testing-shot01-ada_comp --frame 0012-render --json"
            })
    static final class Frames extends GridCommand {
        static final Table<HistoryFrameRun> TABLE = new Table<HistoryFrameRun>()
                .hidden("jobId", HistoryFrameRun::getJobId)
                .hidden("job", HistoryFrameRun::getJobName)
                .hidden("layer", HistoryFrameRun::getLayer)
                .text("frame", "FRAME", HistoryFrameRun::getFrame)
                .hidden("number", HistoryFrameRun::getFrameNumber)
                .count("attempt", "ATTEMPT", HistoryFrameRun::getAttempt)
                .hidden("proc", HistoryFrameRun::getProc)
                .text("host", "HOST", HistoryFrameRun::getHost)
                .number(
                        "startedMillis",
                        "STARTED",
                        HistoryFrameRun::getStartedMillis,
                        run -> Units.time(run.getStartedMillis() / 1000))
                .hidden("stoppedMillis", HistoryFrameRun::getStoppedMillis)
                .number(
                        "runMillis",
                        "RUN TIME",
                        HistoryFrameRun::getRunMillis,
                        run -> Units.duration(run.getRunMillis() / 1000))
                .hidden("outcome", HistoryFrameRun::getOutcome)
                .shown("OUTCOME", false, run -> outcome(run.getOutcome()))
                .text("cause", "CAUSE", HistoryFrameRun::getCause)
                .count("exitStatus", "EXIT", HistoryFrameRun::getExitStatus)
                .count("exitSignal", "SIGNAL", HistoryFrameRun::getExitSignal)
                .number("maxRssKib", "MEMORY", HistoryFrameRun::getMaxRssKib, run -> Units.memory(run.getMaxRssKib()))
                .hidden("cpuMillis", HistoryFrameRun::getCpuMillis)
                .hidden("coreUnits", HistoryFrameRun::getCoreUnits);

        private static final int NAMES_LOOKED_AT_MAX = 1000;

        /** What a run came to: a frame that may run again has not succeeded. */
        private static String outcome(String stateAfter) {
            return switch (stateAfter) {
                case "WAITING", "DEPEND", "CHECKPOINT" -> "TO RUN AGAIN";
                default -> stateAfter;
            };
        }

        @Option(names = "--layer", paramLabel = "NAME", description = "runs of this layer")
        @Nullable
        String layer;

        @Option(names = "--frame", paramLabel = "NAME", description = "runs of this frame, as 0012-render")
        @Nullable
        String frame;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "at most so many, 1 to 10000 (default: ${DEFAULT-VALUE})")
        int limit = 1000;

        @Option(names = "--json", description = "print JSON for programs")
        boolean json;

        @Parameters(
                paramLabel = "JOB",
                description = "name or a part of it that no other job has (the newest of one name), or id")
        String job;

        @Override
        ExitStatus run(GridSession session) {
            HistoryFrameRunsRequest.Builder request = HistoryFrameRunsRequest.newBuilder()
                    .setLimit(limit)
                    .setLayer(layer == null ? "" : layer)
                    .setFrame(frame == null ? "" : frame);
            String name = job;
            if (JobFinder.isUuid(job)) {
                request.setJobId(job);
            } else {
                name = nameOf(session);
                request.setJobName(name);
            }
            List<HistoryFrameRun> runs = session.call(() -> session.history().getFrameRuns(request.build()))
                    .getRunsList();
            TABLE.print(runs, output(), json, "the history has no runs of '" + name + "'");
            return ExitStatus.SUCCESS;
        }

        private String nameOf(GridSession session) {
            HistoryJobsRequest like = HistoryJobsRequest.newBuilder()
                    .setNameContains(job)
                    .setLimit(NAMES_LOOKED_AT_MAX)
                    .build();
            List<String> names = session.call(() -> session.history().getJobs(like)).getJobsList().stream()
                    .map(HistoryJob::getName)
                    .distinct()
                    .toList();
            if (names.contains(job)) {
                return job;
            }
            return switch (names.size()) {
                case 0 -> throw new CliFailure(ExitStatus.NOT_FOUND, "there is no job '" + job + "' in the history");
                case 1 -> names.get(0);
                default ->
                    throw new CliFailure(
                            ExitStatus.NOT_FOUND,
                            "'" + job + "' could be any of " + names.size() + " jobs: " + JobFinder.listed(names));
            };
        }
    }
}
