package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.comment.Comment;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupSetNameRequest;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobAddCommentRequest;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobSetPriorityRequest;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowGetRootGroupRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tools ask again and again: an answer that was made before is given only as long as it is true. */
class RepeatedReadsTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private void launch(String... names) {
        SpecDocument.Builder spec =
                SpecDocument.newBuilder().setShow("testing").setShot("sh010").setUser("ann");
        for (String name : names) {
            spec.addJobs(JobDocument.newBuilder()
                    .setName("testing-sh010-ann_" + name)
                    .setPriority(1)
                    .addLayers(LayerDocument.newBuilder()
                            .setName("layer")
                            .setKind(LayerKind.RENDER)
                            .setCommand("true")
                            .setRange("1-3")
                            .setChunkSize(1)));
        }
        var unused = LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build());
    }

    private List<Job> all() {
        return jobs.getJobs(JobGetJobsRequest.getDefaultInstance()).getJobs().getJobsList();
    }

    @Test
    void shouldShowEveryChangeOfAJobThatWasReadBefore() {
        launch("one", "two");
        List<Job> before = all();
        assertThat(before).hasSize(2);
        assertThat(all()).isEqualTo(before);

        var unusedPriority = jobs.setPriority(JobSetPriorityRequest.newBuilder()
                .setJob(before.get(0))
                .setVal(77)
                .build());
        assertThat(all()).extracting(Job::getPriority).containsExactly(77, 1);

        var unusedComment = jobs.addComment(JobAddCommentRequest.newBuilder()
                .setJob(before.get(1))
                .setNewComment(Comment.newBuilder().setSubject("look").setMessage("at frame 2"))
                .build());
        assertThat(all()).extracting(Job::getHasComment).containsExactly(false, true);
    }

    @Test
    void shouldShowTheNewNameOfAGroupWhoseJobsWereReadBefore() {
        launch("one");
        String name = all().get(0).getGroup();
        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
        Group root = shows.getRootGroup(ShowGetRootGroupRequest.newBuilder()
                        .setShow(shows.findShow(ShowFindShowRequest.newBuilder()
                                        .setName("testing")
                                        .build())
                                .getShow())
                        .build())
                .getGroup();
        assertThat(name).isEqualTo(root.getName());

        var unusedName = GroupInterfaceGrpc.newBlockingStub(farm.channel())
                .setName(GroupSetNameRequest.newBuilder()
                        .setGroup(root)
                        .setName("anew")
                        .build());

        assertThat(all()).extracting(Job::getGroup).containsExactly("anew");
    }
}
