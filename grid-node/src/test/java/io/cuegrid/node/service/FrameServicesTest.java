package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.opencue.comment.Comment;
import io.cuegrid.api.opencue.comment.CommentDeleteRequest;
import io.cuegrid.api.opencue.comment.CommentInterfaceGrpc;
import io.cuegrid.api.opencue.comment.CommentSaveRequest;
import io.cuegrid.api.opencue.depend.Depend;
import io.cuegrid.api.opencue.depend.DependInterfaceGrpc;
import io.cuegrid.api.opencue.depend.DependSatisfyRequest;
import io.cuegrid.api.opencue.depend.DependTarget;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostAddTagsRequest;
import io.cuegrid.api.opencue.host.HostFindHostRequest;
import io.cuegrid.api.opencue.host.HostGetHostsRequest;
import io.cuegrid.api.opencue.host.HostGetProcsRequest;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostLockRequest;
import io.cuegrid.api.opencue.host.HostUnlockRequest;
import io.cuegrid.api.opencue.host.LockState;
import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.host.ProcGetFrameRequest;
import io.cuegrid.api.opencue.host.ProcGetJobRequest;
import io.cuegrid.api.opencue.host.ProcGetProcsRequest;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcKillRequest;
import io.cuegrid.api.opencue.host.ProcSearchCriteria;
import io.cuegrid.api.opencue.host.ProcUnbookProcsRequest;
import io.cuegrid.api.opencue.job.CheckpointState;
import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameSetCheckpointStateRequest;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobAddCommentRequest;
import io.cuegrid.api.opencue.job.JobCreateDependencyOnJobRequest;
import io.cuegrid.api.opencue.job.JobDropDependsRequest;
import io.cuegrid.api.opencue.job.JobEatFramesRequest;
import io.cuegrid.api.opencue.job.JobGetCommentsRequest;
import io.cuegrid.api.opencue.job.JobGetDependsRequest;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetLayersRequest;
import io.cuegrid.api.opencue.job.JobGetUpdatedFramesRequest;
import io.cuegrid.api.opencue.job.JobGetWhatDependsOnThisRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobKillFramesRequest;
import io.cuegrid.api.opencue.job.JobRetryFramesRequest;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.job.LayerGetLayerRequest;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerSetMinCoresRequest;
import io.cuegrid.api.opencue.job.LayerSetStartAfterRequest;
import io.cuegrid.api.opencue.job.LayerSetTagsRequest;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import io.cuegrid.node.access.GridAccess.HostVitals;
import io.cuegrid.node.service.MemoryHosts.Order;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that run, hosts, procs, depends and comments, over a real directory and real cells. */
class FrameServicesTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final MemoryHosts daemons = farm.grid().hosts("local");
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());
    private final LayerInterfaceGrpc.LayerInterfaceBlockingStub layers =
            LayerInterfaceGrpc.newBlockingStub(farm.channel());
    private final HostInterfaceGrpc.HostInterfaceBlockingStub hosts = HostInterfaceGrpc.newBlockingStub(farm.channel());
    private final ProcInterfaceGrpc.ProcInterfaceBlockingStub procs = ProcInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private Job launch(String name, String range) {
        SpecDocument spec = SpecDocument.newBuilder()
                .setShow("testing")
                .setShot("sh010")
                .setUser("ann")
                .addJobs(JobDocument.newBuilder()
                        .setName("testing-sh010-ann_" + name)
                        .addLayers(LayerDocument.newBuilder()
                                .setName("render")
                                .setKindValue(2)
                                .setCommand("true")
                                .setRange(range)
                                .setChunkSize(1)))
                .build();
        return job(LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build())
                .getJobIds(0));
    }

    private Job job(String id) {
        return jobs.getJob(JobGetJobRequest.newBuilder().setId(id).build()).getJob();
    }

    private List<Frame> frames(Job job) {
        return jobs.getFrames(JobGetFramesRequest.newBuilder().setJob(job).build())
                .getFrames()
                .getFramesList();
    }

    private Host host(String name) {
        return hosts.findHost(HostFindHostRequest.newBuilder().setName(name).build())
                .getHost();
    }

    private static FrameSearchCriteria.Builder states(FrameState... states) {
        return FrameSearchCriteria.newBuilder()
                .setStates(FrameStateSeq.newBuilder().addAllFrameStates(List.of(states)));
    }

    @Test
    void shouldShowWhatRunsWithWhatTheHeartbeatSays() {
        long number = daemons.register("node1", 2);
        Job job = launch("run", "1-3");
        List<Order> orders = daemons.running();
        assertThat(orders).hasSize(2);
        farm.grid().advance(10_000);
        farm.grid()
                .heard(
                        number,
                        new HostVitals(
                                farm.grid().nowMillis(),
                                Heartbeat.newBuilder()
                                        .setFreeMemoryKib(123)
                                        .setLoadHundredths(150)
                                        .setProcColumns(RunningProcs.pack(List.of(new RunningProc(
                                                orders.get(0).proc(), 777, 888, 0, 0, 0, 0, 0, 4_000, 0, false))))
                                        .build()));

        Frame running = frames(job).get(0);
        assertThat(running.getState()).isEqualTo(FrameState.RUNNING);
        assertThat(running.getLastResource()).isEqualTo("node1/1.00/0");
        assertThat(running.getUsedMemory()).isEqualTo(777);
        assertThat(running.getMaxRss()).isEqualTo(888);
        assertThat(running.getTotalCoreTime()).isEqualTo(10);
        assertThat(running.getLluTime()).isEqualTo((int) (farm.grid().nowMillis() / 1_000) - 4);
        Host host = host("node1");
        assertThat(host.getAllocName()).isEqualTo("local.general");
        assertThat(host.getCores()).isEqualTo(2);
        assertThat(host.getIdleCores()).isZero();
        assertThat(host.getFreeMemory()).isEqualTo(123);
        assertThat(host.getLoad()).isEqualTo(150);
        List<Proc> found = hosts.getProcs(
                        HostGetProcsRequest.newBuilder().setHost(host).build())
                .getProcs()
                .getProcsList();
        assertThat(found).hasSize(2);
        assertThat(found.get(0).getLogPath()).isEqualTo(job.getLogDir() + "/" + job.getName() + ".0001-render.rqlog");
        assertThat(found.get(0).getName()).isEqualTo("node1/1.00/0");
        assertThat(procs.getJob(ProcGetJobRequest.newBuilder()
                                .setProc(found.get(0))
                                .build())
                        .getJob()
                        .getId())
                .isEqualTo(job.getId());
        assertThat(procs.getFrame(ProcGetFrameRequest.newBuilder()
                                .setProc(found.get(0))
                                .build())
                        .getFrame())
                .isEqualTo(running);
    }

    @Test
    void shouldFinishAJobAndCountItsWork() {
        daemons.register("node1", 4);
        Job job = launch("finish", "1-3");
        for (Order order : daemons.running()) {
            daemons.complete(order, 0);
        }

        Job finished = job(job.getId());
        assertThat(finished.getState()).isEqualTo(JobState.FINISHED);
        assertThat(finished.getJobStats().getSucceededFrames()).isEqualTo(3);
        assertThat(finished.getJobStats().getRenderedFrameCount()).isEqualTo(3);
        assertThat(finished.getJobStats().getRenderedCoreSec()).isEqualTo(12);
        assertThat(finished.getJobStats().getAvgCoreSec()).isEqualTo(4);
        assertThat(finished.getJobStats().getMaxRss()).isEqualTo(500_000);
        assertThat(finished.getStopTime()).isPositive();
        assertRefused(
                Code.NOT_FOUND,
                () -> procs.kill(ProcKillRequest.newBuilder()
                        .setProc(Proc.newBuilder().setId(job.getId()))
                        .build()),
                "the id of a job");
    }

    @Test
    void shouldKillEatAndRetryFrames() {
        daemons.register("node1", 2);
        Job job = launch("acts", "1-4");
        jobs.killFrames(JobKillFramesRequest.newBuilder()
                .setJob(job)
                .setReq(FrameSearchCriteria.newBuilder().addFrames("0001-render"))
                .setReason("test")
                .build());
        assertThat(daemons.kills()).containsExactly(daemons.running().get(0).proc());
        daemons.killed(daemons.running().get(0));
        jobs.eatFrames(JobEatFramesRequest.newBuilder()
                .setJob(job)
                .setReq(states(FrameState.WAITING))
                .build());
        assertThat(frames(job)).extracting(Frame::getState).contains(FrameState.EATEN);
        long eaten = frames(job).stream()
                .filter(frame -> frame.getState() == FrameState.EATEN)
                .count();
        jobs.retryFrames(JobRetryFramesRequest.newBuilder()
                .setJob(job)
                .setReq(states(FrameState.EATEN))
                .build());
        assertThat(eaten).isPositive();
        assertThat(frames(job)).extracting(Frame::getState).doesNotContain(FrameState.EATEN);
    }

    @Test
    void shouldTellAndTakeTheCheckpointOfAFrame() {
        daemons.register("node1", 1);
        Job job = launch("saves", "1");
        FrameInterfaceGrpc.FrameInterfaceBlockingStub one = FrameInterfaceGrpc.newBlockingStub(farm.channel());
        FrameSetCheckpointStateRequest.Builder says =
                FrameSetCheckpointStateRequest.newBuilder().setFrame(frames(job).get(0));
        one.setCheckpointState(says.setState(CheckpointState.ENABLED).build());
        assertThat(frames(job).get(0).getCheckpointState()).isEqualTo(CheckpointState.ENABLED);
        daemons.complete(daemons.running().get(0), 286);
        assertThat(frames(job)).extracting(Frame::getState).containsExactly(FrameState.CHECKPOINT);
        assertThat(job(job.getId()).getJobStats().getTotalFrames()).isEqualTo(1);
        one.setCheckpointState(says.setState(CheckpointState.COMPLETE).build());
        assertThat(frames(job)).extracting(Frame::getState).containsExactly(FrameState.RUNNING);
        assertThat(frames(job).get(0).getCheckpointCount()).isEqualTo(1);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> one.setCheckpointState(says.setStateValue(65_537).build()),
                "no checkpoint state");
    }

    @Test
    void shouldGiveOnlyFramesThatChanged() {
        daemons.register("node1", 1);
        Job job = launch("updates", "1-5");
        farm.grid().advance(100_000);
        int then = (int) (farm.grid().nowMillis() / 1_000);
        daemons.complete(daemons.running().get(0), 0);
        var updated = jobs.getUpdatedFrames(JobGetUpdatedFramesRequest.newBuilder()
                .setJob(job)
                .setLastCheck(then)
                .build());

        assertThat(updated.getState()).isEqualTo(JobState.PENDING);
        assertThat(updated.getServerTime()).isEqualTo(then - 1);
        assertThat(updated.getUpdatedFrames().getUpdatedFramesList())
                .extracting(frame -> frame.getState())
                .containsExactlyInAnyOrder(FrameState.SUCCEEDED, FrameState.RUNNING);
    }

    @Test
    void shouldMakeAndDropDepends() {
        Job first = launch("first", "1-2");
        Job second = launch("second", "1-2");
        JobCreateDependencyOnJobRequest request = JobCreateDependencyOnJobRequest.newBuilder()
                .setJob(second)
                .setOnJob(first)
                .build();
        Depend depend = jobs.createDependencyOnJob(request).getDepend();

        assertThat(depend.getActive()).isTrue();
        assertThat(depend.getTarget()).isEqualTo(DependTarget.EXTERNAL);
        assertThat(depend.getDependErJob()).isEqualTo(second.getName());
        assertThat(depend.getDependOnJob()).isEqualTo(first.getName());
        assertThat(job(second.getId()).getJobStats().getDependFrames()).isEqualTo(2);
        assertThat(jobs.createDependencyOnJob(request).getDepend()).isEqualTo(depend);
        assertThat(jobs.getDepends(
                                JobGetDependsRequest.newBuilder().setJob(second).build())
                        .getDepends()
                        .getDependsList())
                .containsExactly(depend);
        assertThat(jobs.getWhatDependsOnThis(JobGetWhatDependsOnThisRequest.newBuilder()
                                .setJob(first)
                                .build())
                        .getDepends()
                        .getDependsList())
                .containsExactly(depend);

        jobs.dropDepends(JobDropDependsRequest.newBuilder()
                .setJob(second)
                .setTarget(DependTarget.INTERNAL)
                .build());
        assertThat(job(second.getId()).getJobStats().getDependFrames()).isEqualTo(2);
        DependInterfaceGrpc.newBlockingStub(farm.channel())
                .satisfy(DependSatisfyRequest.newBuilder().setDepend(depend).build());
        assertThat(job(second.getId()).getJobStats().getDependFrames()).isZero();
    }

    @Test
    void shouldLockTagAndSearchHosts() {
        daemons.register("node1", 2);
        daemons.register("node2", 2);
        Host node1 = host("node1");
        hosts.lock(HostLockRequest.newBuilder().setHost(node1).build());
        hosts.addTags(
                HostAddTagsRequest.newBuilder().setHost(node1).addTags("vip").build());

        assertThat(host("node1").getLockState()).isEqualTo(LockState.LOCKED);
        assertThat(host("node1").getTagsList()).contains("vip", "general");
        assertThat(hosts.getHosts(HostGetHostsRequest.getDefaultInstance())
                        .getHosts()
                        .getHostsList())
                .extracting(Host::getName)
                .containsExactly("node1", "node2");
        hosts.unlock(HostUnlockRequest.newBuilder().setHost(node1).build());
        assertThat(host("node1").getLockState()).isEqualTo(LockState.OPEN);
        assertRefused(Code.NOT_FOUND, () -> host("node3"), "node3");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> hosts.addTags(HostAddTagsRequest.newBuilder()
                        .setHost(node1)
                        .addTags("two words")
                        .build()),
                "two words");
    }

    @Test
    void shouldUnbookProcsByCriteria() {
        daemons.register("node1", 2);
        daemons.register("node2", 2);
        launch("unbook", "1-10");
        ProcSearchCriteria node1 =
                ProcSearchCriteria.newBuilder().addHosts("node1").build();
        assertThat(procs.getProcs(ProcGetProcsRequest.newBuilder().setR(node1).build())
                        .getProcs()
                        .getProcsCount())
                .isEqualTo(2);
        assertThat(procs.unbookProcs(ProcUnbookProcsRequest.newBuilder()
                                .setR(node1)
                                .setKill(true)
                                .build())
                        .getNumProcs())
                .isEqualTo(2);
        assertThat(daemons.kills()).hasSize(2);
        assertThat(procs.unbookProcs(
                                ProcUnbookProcsRequest.newBuilder().setR(node1).build())
                        .getNumProcs())
                .isZero();
    }

    @Test
    void shouldChangeLayers() {
        Job job = launch("layers", "1-2");
        Layer layer = jobs.getLayers(
                        JobGetLayersRequest.newBuilder().setJob(job).build())
                .getLayers()
                .getLayers(0);
        layers.setMinCores(LayerSetMinCoresRequest.newBuilder()
                .setLayer(layer)
                .setCores(0.05f)
                .build());
        layers.setTags(LayerSetTagsRequest.newBuilder()
                .setLayer(layer)
                .addTags("vip")
                .addTags("vip")
                .build());
        long start = farm.grid().nowMillis() / 1_000 + 3_600;
        layers.setStartAfter(LayerSetStartAfterRequest.newBuilder()
                .setLayer(layer)
                .setStartAfter(start)
                .build());

        Layer changed = layers.getLayer(
                        LayerGetLayerRequest.newBuilder().setId(layer.getId()).build())
                .getLayer();
        assertThat(changed.getMinCores()).isEqualTo(1);
        assertThat(changed.getTagsList()).containsExactly("vip");
        assertThat(changed.getStartAfter()).isEqualTo(start);
        assertThat(changed.getStartAfterReason()).isEqualTo("Set by " + ServiceFarm.USER);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> layers.setTags(
                        LayerSetTagsRequest.newBuilder().setLayer(layer).build()),
                "at least one tag");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> layers.setStartAfter(LayerSetStartAfterRequest.newBuilder()
                        .setLayer(layer)
                        .setStartAfter(-1)
                        .build()),
                "startAfter -1");
    }

    @Test
    void shouldKeepComments() {
        Job job = launch("talk", "1");
        jobs.addComment(JobAddCommentRequest.newBuilder()
                .setJob(job)
                .setNewComment(Comment.newBuilder().setSubject("hello").setMessage("first"))
                .build());
        assertThat(job(job.getId()).getHasComment()).isTrue();
        Comment comment = comments(job).get(0);
        assertThat(comment.getUser()).isEqualTo(ServiceFarm.USER);
        assertThat(comment.getTimestamp()).isEqualTo((int) (farm.grid().nowMillis() / 1_000));
        CommentInterfaceGrpc.CommentInterfaceBlockingStub stub = CommentInterfaceGrpc.newBlockingStub(farm.channel());
        stub.save(CommentSaveRequest.newBuilder()
                .setComment(comment.toBuilder().setMessage("second").setUser("mallory"))
                .build());
        assertThat(comments(job).get(0).getMessage()).isEqualTo("second");
        assertThat(comments(job).get(0).getUser()).isEqualTo(ServiceFarm.USER);
        stub.delete(CommentDeleteRequest.newBuilder().setComment(comment).build());
        assertThat(job(job.getId()).getHasComment()).isFalse();
    }

    private List<Comment> comments(Job job) {
        return jobs.getComments(JobGetCommentsRequest.newBuilder().setJob(job).build())
                .getComments()
                .getCommentsList();
    }
}
