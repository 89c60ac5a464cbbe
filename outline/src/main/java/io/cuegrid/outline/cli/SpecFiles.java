package io.cuegrid.outline.cli;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.outline.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads submissions from files. */
final class SpecFiles {
    private static final int PROBLEMS_SHOWN_MAX = 20;

    private SpecFiles() {}

    /** @throws CliFailure naming all that is wrong with the file, each with its place */
    static SpecDocument read(Path file) {
        try {
            return SpecLoader.load(file);
        } catch (SpecException wrong) {
            throw new CliFailure(ExitStatus.USAGE, told(file, wrong));
        } catch (IOException unreadable) {
            throw new CliFailure(
                    ExitStatus.USAGE,
                    Files.exists(file)
                            ? "cannot read " + file + ": " + unreadable.getMessage()
                            : "there is no file " + file);
        }
    }

    /** The same submission with jobs that wait to be resumed. */
    static SpecDocument paused(SpecDocument spec) {
        SpecDocument.Builder paused = spec.toBuilder();
        for (int index = 0; index < spec.getJobsCount(); index++) {
            JobDocument job = spec.getJobs(index);
            if (job.getPostJobOf().isEmpty()) {
                paused.setJobs(index, job.toBuilder().setPaused(true));
            }
        }
        return paused.build();
    }

    private static String told(Path file, SpecException wrong) {
        List<String> lines = wrong.problems().stream()
                .map(problem -> file + (problem.position().line() == 0 ? ": " : ":") + problem)
                .toList();
        if (lines.size() == 1) {
            return lines.get(0);
        }
        String shown = String.join("\n  ", lines.subList(0, Math.min(PROBLEMS_SHOWN_MAX, lines.size())));
        return "nothing was submitted; " + lines.size() + " problems in " + file + ":\n  " + shown
                + (lines.size() > PROBLEMS_SHOWN_MAX ? "\n  …" : "");
    }
}
