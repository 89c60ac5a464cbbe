package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads the frames of a job page by page, as the service hands them out. */
public final class FrameLister {
    private static final int PAGE_FRAMES = 1000;

    private FrameLister() {}

    /** @param framesMax stops after so many frames */
    public static List<Frame> list(GridSession session, Job job, FrameSearchCriteria criteria, int framesMax) {
        List<Frame> frames = new ArrayList<>();
        for (int page = 1; frames.size() < framesMax; page++) {
            FrameSearchCriteria wanted =
                    criteria.toBuilder().setPage(page).setLimit(PAGE_FRAMES).build();
            List<Frame> found = session.call(() -> session.jobs()
                            .getFrames(JobGetFramesRequest.newBuilder()
                                    .setJob(job)
                                    .setReq(wanted)
                                    .build()))
                    .getFrames()
                    .getFramesList();
            frames.addAll(found);
            if (found.size() < PAGE_FRAMES) {
                break;
            }
        }
        return frames.size() > framesMax ? frames.subList(0, framesMax) : frames;
    }
}
