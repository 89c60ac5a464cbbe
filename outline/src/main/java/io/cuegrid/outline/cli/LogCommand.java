package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.Job;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = "Prints the log of a frame.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid log testing-shot01-ada_comp 0012-render",
            "  ./cuegrid log comp 12 --follow        as it grows, until the frame ends",
            "  ./cuegrid log comp 12 --path          only where it is"
        })
final class LogCommand extends GridCommand {
    private static final long LOOK_AGAIN_MILLIS = 300;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FRAMES_READ_MAX = 100_000;

    @Option(
            names = {"-f", "--follow"},
            description = "go on printing until the frame ends")
    boolean follow;

    @Option(names = "--path", description = "print the file's name, not its text")
    boolean path;

    @Parameters(index = "0", paramLabel = "JOB", description = "name, id, or a part of the name that no other job has")
    String job;

    @Parameters(index = "1", paramLabel = "FRAME", description = "name (0012-render), or number when one layer has it")
    String frame;

    @Override
    ExitStatus run(GridSession session) {
        Job foundJob = new JobFinder(session).find(job);
        Frame found = find(session, foundJob);
        Path file = Path.of(foundJob.getLogDir(), foundJob.getName() + "." + found.getName() + ".rqlog");
        if (path) {
            output().line(file.toString());
            return ExitStatus.SUCCESS;
        }
        try {
            print(session, foundJob, found, file);
        } catch (IOException unreadable) {
            throw new CliFailure(ExitStatus.FAILED, "cannot read " + file + ": " + unreadable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.SUCCESS;
    }

    private Frame find(GridSession session, Job foundJob) {
        FrameSearchCriteria.Builder criteria = FrameSearchCriteria.newBuilder();
        boolean isNumber = frame.matches("-?\\d+");
        if (isNumber) {
            criteria.setFrameRange(frame);
        } else {
            criteria.addFrames(frame);
        }
        List<Frame> frames = FrameLister.list(session, foundJob, criteria.build(), FRAMES_READ_MAX).stream()
                .filter(candidate -> isNumber
                        ? candidate.getNumber() == Integer.parseInt(frame)
                        : candidate.getName().equals(frame))
                .toList();
        if (frames.size() == 1) {
            return frames.get(0);
        }
        if (frames.isEmpty()) {
            throw new CliFailure(
                    ExitStatus.NOT_FOUND,
                    foundJob.getName() + " has no frame '" + frame + "': ./cuegrid frames " + foundJob.getName());
        }
        throw new CliFailure(
                ExitStatus.NOT_FOUND,
                "frame " + frame + " is in several layers: say "
                        + String.join(
                                " or ", frames.stream().map(Frame::getName).toList()));
    }

    private void print(GridSession session, Job foundJob, Frame found, Path file)
            throws IOException, InterruptedException {
        if (!Files.exists(file) && !follow) {
            throw new CliFailure(
                    ExitStatus.NOT_FOUND,
                    found.getState() == FrameState.WAITING || found.getState() == FrameState.DEPEND
                            ? found.getName() + " has not run yet: there is no log"
                            : "there is no " + file + ": it lies where the frame's host wrote it, "
                                    + "and this machine may not see that folder");
        }
        long printed = 0;
        while (true) {
            boolean ended = !follow || hasEnded(session, foundJob, found);
            if (Files.exists(file)) {
                printed = printFrom(file, printed);
            }
            if (ended) {
                return;
            }
            // Only a pause between two looks; nothing ever counts this latch down.
            if (new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean hasEnded(GridSession session, Job foundJob, Frame found) {
        List<Frame> now = FrameLister.list(
                session,
                foundJob,
                FrameSearchCriteria.newBuilder().addFrames(found.getName()).build(),
                1);
        return now.isEmpty()
                || switch (now.get(0).getState()) {
                    case SUCCEEDED, DEAD, EATEN -> true;
                    case WAITING, SETUP, RUNNING, DEPEND, CHECKPOINT, UNRECOGNIZED -> false;
                };
    }

    private long printFrom(Path file, long offset) throws IOException {
        long start = Files.size(file) < offset ? 0 : offset;
        try (InputStream input = Files.newInputStream(file)) {
            input.skipNBytes(start);
            byte[] buffer = new byte[BUFFER_BYTES];
            long position = start;
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                output().out().write(buffer, 0, count);
                position += count;
            }
            output().out().flush();
            return position;
        }
    }
}
