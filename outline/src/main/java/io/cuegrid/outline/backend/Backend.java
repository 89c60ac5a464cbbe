package io.cuegrid.outline.backend;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.OutlineListener;
import java.io.IOException;
import java.util.List;

/** Launches specifications. */
public interface Backend {

    /**
     * Launches all jobs of a specification, or none.
     *
     * @return the jobs, post jobs included, in the specification's order
     * @throws IOException with a sentence when it cannot be done
     */
    List<LaunchedJob> launch(SpecDocument spec) throws IOException, InterruptedException;

    /**
     * Launches an outline; its listeners hear before and after.
     *
     * @throws SpecException when the outline is wrong
     */
    default List<LaunchedJob> launch(Outline outline) throws IOException, InterruptedException, SpecException {
        SpecDocument spec = outline.toSpec();
        for (OutlineListener listener : outline.listeners()) {
            listener.beforeLaunch(outline);
        }
        List<LaunchedJob> jobs = launch(spec);
        for (OutlineListener listener : outline.listeners()) {
            listener.afterLaunch(outline, jobs.stream().map(LaunchedJob::name).toList());
        }
        return jobs;
    }
}
