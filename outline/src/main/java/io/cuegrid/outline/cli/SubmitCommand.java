package io.cuegrid.outline.cli;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        description = {
            "Gives jobs to the grid: files in YAML, or in OpenCue's job specification XML.",
            "All files are read and checked before the first is submitted."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid submit outline/examples/shell.yaml",
            "  ./cuegrid submit shot.xml --pause          to be looked at before it starts: ./cuegrid resume JOB",
            "  ./cuegrid submit shot.xml --wait && echo done"
        })
final class SubmitCommand extends GridCommand {
    @Option(
            names = "--wait",
            description = "return when the jobs have ended; exit status 6 when frames did not succeed")
    boolean wait;

    @Option(names = "--pause", description = "start paused, whatever the file says")
    boolean pause;

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the submissions")
    List<Path> files;

    @Override
    ExitStatus run(GridSession session) {
        if (wait && pause) {
            throw new CliFailure(ExitStatus.USAGE, "--wait and --pause together would wait for ever");
        }
        List<SpecDocument> specs = new ArrayList<>();
        for (Path file : files) {
            SpecDocument spec = SpecFiles.read(file);
            specs.add(pause ? SpecFiles.paused(spec) : spec);
        }
        List<String> ids = new ArrayList<>();
        List<Map<String, Object>> objects = new ArrayList<>();
        for (SpecDocument spec : specs) {
            LaunchDocumentResponse launched = session.call(() -> session.launch()
                    .launchDocument(
                            LaunchDocumentRequest.newBuilder().setSpec(spec).build()));
            ids.addAll(launched.getJobIdsList());
            for (int index = 0; index < launched.getJobIdsCount(); index++) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("id", launched.getJobIds(index));
                object.put("name", launched.getJobNames(index));
                objects.add(object);
                if (!json) {
                    output().line("submitted " + launched.getJobNames(index));
                }
            }
        }
        if (json) {
            output().jsonArray(objects);
        }
        output().out().flush();
        return wait ? new JobWaiter(session, new ProgressLine(output())).awaitEnd(ids) : ExitStatus.SUCCESS;
    }
}
