package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.WhyCount;
import io.cuegrid.api.grid.WhyJobRequest;
import io.cuegrid.api.grid.WhyJobResponse;
import io.cuegrid.api.grid.WhyLayer;
import io.cuegrid.api.opencue.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = {
            "Says why the frames of a job wait.",
            "Every waiting frame is counted under one reason, the first that binds; a reason without a count binds as well."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid why testing-shot01-ada_comp",
            "  ./cuegrid why comp --layer render --json"
        })
final class WhyCommand extends GridCommand {
    /** One reason of one layer. */
    record Line(WhyLayer layer, WhyCount count) {}

    static final Table<Line> TABLE = new Table<Line>()
            .hidden("layerId", line -> line.layer().getId())
            .text("layer", "LAYER", line -> line.layer().getName())
            .number(
                    "frames",
                    "FRAMES",
                    line -> line.count().getFrames(),
                    line -> line.count().getFrames() == 0
                            ? Units.NONE
                            : Integer.toString(line.count().getFrames()))
            .hidden("reason", line -> line.count().getReason().name())
            .shown("REASON", false, WhyCommand::reason)
            .hidden("subjectId", line -> line.count().getSubjectId())
            .hidden("untilMillis", line -> line.count().getUntilMillis())
            .hidden("detail", line -> line.count().getDetail())
            .shown("DETAIL", false, WhyCommand::detail);

    @Option(names = "--layer", paramLabel = "NAME", description = "only this layer")
    String layer = "";

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "JOB", description = "name, id, or a part of the name that no other job has")
    String job;

    @Override
    ExitStatus run(GridSession session) {
        Job found = new JobFinder(session).find(job);
        WhyJobResponse why = session.call(() -> session.why()
                .getJob(WhyJobRequest.newBuilder().setJobId(found.getId()).build()));
        List<Line> lines = new ArrayList<>();
        boolean known = layer.isEmpty();
        for (WhyLayer each : why.getLayersList()) {
            if (layer.isEmpty() || each.getName().equals(layer)) {
                known = true;
                each.getReasonsList().forEach(count -> lines.add(new Line(each, count)));
            }
        }
        if (!known) {
            throw new CliFailure(ExitStatus.NOT_FOUND, "job " + why.getJobName() + " has no layer '" + layer + "'");
        }
        TABLE.print(lines, output(), json, "no frame of " + why.getJobName() + " waits");
        return ExitStatus.SUCCESS;
    }

    private static String detail(Line line) {
        long until = line.count().getUntilMillis();
        return line.count().getDetail() + (until == 0 ? "" : " (until " + Units.time(until / 1_000) + ")");
    }

    private static String reason(Line line) {
        return line.count().getReason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
