package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of frames of a job that is larger than one slice of a read. */
class FramePagesTest {
    private static final int FRAMES_A_LAYER = 1_500;

    private final ServiceFarm farm = new ServiceFarm();
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private Job launch() {
        JobDocument.Builder job =
                JobDocument.newBuilder().setName("testing-sh010-ann_large").setPriority(1);
        for (String layer : List.of("first", "second")) {
            job.addLayers(LayerDocument.newBuilder()
                    .setName(layer)
                    .setKind(LayerKind.RENDER)
                    .setCommand("true")
                    .setRange("1-" + FRAMES_A_LAYER)
                    .setChunkSize(1));
        }
        var unused = LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder()
                        .setSpec(SpecDocument.newBuilder()
                                .setShow("testing")
                                .setShot("sh010")
                                .setUser("ann")
                                .addJobs(job))
                        .build());
        return jobs.getJobs(JobGetJobsRequest.getDefaultInstance()).getJobs().getJobs(0);
    }

    private List<Frame> page(Job job, FrameSearchCriteria.Builder criteria) {
        return jobs.getFrames(JobGetFramesRequest.newBuilder()
                        .setJob(job)
                        .setReq(criteria)
                        .build())
                .getFrames()
                .getFramesList();
    }

    /** All pages of a search, and no page longer than asked for. */
    private List<String> names(Job job, FrameSearchCriteria criteria, int limit) {
        List<String> names = new ArrayList<>();
        for (int page = 1; ; page++) {
            List<Frame> frames = page(job, criteria.toBuilder().setPage(page).setLimit(limit));
            assertThat(frames).hasSizeLessThanOrEqualTo(limit);
            frames.forEach(frame -> names.add(frame.getName()));
            if (frames.size() < limit) {
                return names;
            }
        }
    }

    @Test
    void shouldGiveEachFrameOnceInDispatchOrderWhateverThePagesAreCut() {
        Job job = launch();
        FrameSearchCriteria all = FrameSearchCriteria.getDefaultInstance();
        List<String> names = names(job, all, 700);
        List<String> expected = new ArrayList<>();
        for (int frame = 1; frame <= FRAMES_A_LAYER; frame++) {
            expected.add(String.format("%04d-first", frame));
            expected.add(String.format("%04d-second", frame));
        }
        assertThat(names).containsExactlyElementsOf(expected);
        assertThat(names(job, all, 10_000)).isEqualTo(names);
        assertThat(names(job, all, 1_000)).isEqualTo(names);
    }

    @Test
    void shouldGiveTheSamePagesOfFewMatches() {
        Job job = launch();
        FrameSearchCriteria some = FrameSearchCriteria.newBuilder()
                .addLayers("second")
                .setFrameRange("101-400")
                .build();
        List<String> names = names(job, some, 70);
        assertThat(names).hasSize(300).startsWith("0101-second", "0102-second").endsWith("0400-second");
        assertThat(names(job, some, 1_000)).isEqualTo(names);
        Frame frame = page(job, some.toBuilder().setPage(3).setLimit(100)).get(5);
        assertThat(frame.getNumber()).isEqualTo(306);
        assertThat(frame.getLayerName()).isEqualTo("second");
    }
}
