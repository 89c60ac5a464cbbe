package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.Job;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "frames",
        description = "Lists the frames of a job in dispatch order.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid frames testing-shot01-ada_comp",
            "  ./cuegrid frames comp --state dead --state running",
            "  ./cuegrid frames comp --layer render --range 1-100x10 --json"
        })
final class FramesCommand extends GridCommand {
    private static final int FRAMES_DEFAULT = 1000;

    static final Table<Frame> TABLE = new Table<Frame>()
            .hidden("id", Frame::getId)
            .text("name", "FRAME", Frame::getName)
            .hidden("layer", Frame::getLayerName)
            .hidden("number", Frame::getNumber)
            .text("state", "STATE", frame -> frame.getState().name())
            .text("host", "HOST", FramesCommand::host)
            .number("cores", "CORES", FramesCommand::cores, frame -> Units.cores(cores(frame)))
            .number("startTime", "STARTED", Frame::getStartTime, frame -> Units.time(frame.getStartTime()))
            .hidden("stopTime", Frame::getStopTime)
            .number(
                    "runSeconds",
                    "RUN TIME",
                    FramesCommand::runSeconds,
                    frame -> frame.getStartTime() == 0 ? Units.NONE : Units.duration(runSeconds(frame)))
            .number("maxRssKib", "MEMORY", Frame::getMaxRss, frame -> Units.memory(frame.getMaxRss()))
            .count("retries", "RETRIES", Frame::getRetryCount)
            .number(
                    "exitStatus",
                    "EXIT",
                    Frame::getExitStatus,
                    frame -> frame.getExitStatus() < 0 ? Units.NONE : Integer.toString(frame.getExitStatus()));

    @Mixin
    FrameFilter filter;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many frames (default: ${DEFAULT-VALUE})")
    int limit = FRAMES_DEFAULT;

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "JOB", description = "name, id, or a part of the name that no other job has")
    String job;

    @Override
    ExitStatus run(GridSession session) {
        if (limit < 1) {
            throw new CliFailure(ExitStatus.USAGE, "--limit must be 1 or more, not " + limit);
        }
        Job found = new JobFinder(session).find(job);
        List<Frame> frames = FrameLister.list(session, found, filter.criteria().build(), limit);
        TABLE.print(frames, output(), json, "no such frames");
        if (frames.size() == limit && !json) {
            output().note("there may be more frames: --limit shows more, --state, --layer and --range choose");
        }
        return ExitStatus.SUCCESS;
    }

    /** The first part of OpenCue's host/cores/gpus. */
    private static String host(Frame frame) {
        return frame.getLastResource().split("/", 2)[0];
    }

    private static double cores(Frame frame) {
        String[] parts = frame.getLastResource().split("/", 3);
        try {
            return parts.length > 1 ? Double.parseDouble(parts[1]) : 0;
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }

    private static long runSeconds(Frame frame) {
        if (frame.getStartTime() == 0) {
            return 0;
        }
        boolean runs = frame.getState() == FrameState.RUNNING || frame.getStopTime() == 0;
        long end = runs ? Instant.now().getEpochSecond() : frame.getStopTime();
        return Math.max(0, end - frame.getStartTime());
    }
}
