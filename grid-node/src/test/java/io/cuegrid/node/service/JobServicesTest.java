package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameFindFrameRequest;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobFindJobRequest;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import io.cuegrid.api.opencue.job.JobGetJobNamesRequest;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobGetLayersRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobIsJobPendingRequest;
import io.cuegrid.api.opencue.job.JobKillRequest;
import io.cuegrid.api.opencue.job.JobLaunchSpecAndWaitRequest;
import io.cuegrid.api.opencue.job.JobPauseRequest;
import io.cuegrid.api.opencue.job.JobSearchCriteria;
import io.cuegrid.api.opencue.job.JobSetAutoEatRequest;
import io.cuegrid.api.opencue.job.JobSetMaxCoresRequest;
import io.cuegrid.api.opencue.job.JobSetMaxRetriesRequest;
import io.cuegrid.api.opencue.job.JobSetPriorityRequest;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowSetActiveRequest;
import io.cuegrid.node.service.catalog.Directory;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.JobNameEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.launch.JobNameSweeper;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Launches and what can be seen of jobs, layers and frames, over a real directory and real cells.
 *
 * <p>It has more than 500 lines because each noun of the job services has its request here.
 */
class JobServicesTest {
    private static final String SPEC = """
            <?xml version="1.0"?>
            <!DOCTYPE spec PUBLIC "SPI Cue  Specification Language" "http://localhost:8080/spcue/dtd/cjsl-1.15.dtd">
            <spec>
              <facility>local</facility><show>testing</show><shot>sh010</shot><user>ann</user><uid>1000</uid>
              <job name="Comp-v1">
                <paused>0</paused><priority>50</priority><maxretries>2</maxretries>
                <layers>
                  <layer name="render" type="Render">
                    <cmd>render --frame #IFRAME#</cmd><range>1-10</range><chunk>2</chunk>
                    <services><service>arnold</service></services>
                  </layer>
                  <layer name="sheet" type="Util">
                    <cmd>sheet</cmd><range>1</range><chunk>1</chunk>
                    <tags>util | general</tags>
                    <services><service>nothing_known</service></services>
                  </layer>
                  <layer name="notify" type="Post">
                    <cmd>notify</cmd><range>1</range><chunk>1</chunk>
                  </layer>
                </layers>
              </job>
              <depends>
                <depend type="LAYER_ON_LAYER" anyframe="False">
                  <depjob>comp_v1</depjob><deplayer>sheet</deplayer>
                  <onjob>comp_v1</onjob><onlayer>render</onlayer>
                </depend>
              </depends>
            </spec>
            """;

    private final ServiceFarm farm = new ServiceFarm();
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());
    private final LaunchInterfaceGrpc.LaunchInterfaceBlockingStub launches =
            LaunchInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private List<Job> launchXml(String xml) {
        return jobs.launchSpecAndWait(
                        JobLaunchSpecAndWaitRequest.newBuilder().setSpec(xml).build())
                .getJobs()
                .getJobsList();
    }

    private LaunchDocumentResponse launch(SpecDocument.Builder spec) {
        return launches.launchDocument(
                LaunchDocumentRequest.newBuilder().setSpec(spec).build());
    }

    private static SpecDocument.Builder spec(String name, LayerDocument.Builder... layers) {
        JobDocument.Builder job =
                JobDocument.newBuilder().setName("testing-sh010-ann_" + name).setPriority(1);
        for (LayerDocument.Builder layer : layers) {
            job.addLayers(layer);
        }
        return SpecDocument.newBuilder()
                .setShow("testing")
                .setShot("sh010")
                .setUser("ann")
                .addJobs(job);
    }

    private static LayerDocument.Builder layer(String name, String range) {
        return LayerDocument.newBuilder()
                .setName(name)
                .setKind(LayerKind.RENDER)
                .setCommand("true")
                .setRange(range)
                .setChunkSize(1);
    }

    private Job job(String id) {
        return jobs.getJob(JobGetJobRequest.newBuilder().setId(id).build()).getJob();
    }

    private List<Job> search(JobSearchCriteria.Builder criteria) {
        return jobs.getJobs(JobGetJobsRequest.newBuilder().setR(criteria).build())
                .getJobs()
                .getJobsList();
    }

    private List<Frame> frames(Job job, FrameSearchCriteria.Builder criteria) {
        return jobs.getFrames(JobGetFramesRequest.newBuilder()
                        .setJob(job)
                        .setReq(criteria)
                        .build())
                .getFrames()
                .getFramesList();
    }

    @Test
    void shouldLaunchASpecificationWithItsPostJob() {
        List<Job> launched = launchXml(SPEC);

        assertThat(launched).hasSize(2);
        Job job = launched.get(0);
        assertThat(job.getName()).isEqualTo("testing-sh010-ann_comp_v1");
        assertThat(job.getState()).isEqualTo(JobState.PENDING);
        assertThat(job.getShow()).isEqualTo("testing");
        assertThat(job.getGroup()).isEqualTo("testing");
        assertThat(job.getFacility()).isEqualTo("local");
        assertThat(job.getUid()).isEqualTo(1000);
        assertThat(job.getPriority()).isEqualTo(50);
        assertThat(job.getMaxCores()).isEqualTo(-1);
        assertThat(job.getLogDir()).isEqualTo("/shots/testing/sh010/logs/testing-sh010-ann_comp_v1--" + job.getId());
        assertThat(job.getJobStats().getTotalLayers()).isEqualTo(2);
        assertThat(job.getJobStats().getTotalFrames()).isEqualTo(6);
        assertThat(job.getJobStats().getWaitingFrames()).isEqualTo(5);
        assertThat(job.getJobStats().getDependFrames()).isEqualTo(1);
        assertThat(job.getJobStats().getPendingFrames()).isEqualTo(6);
        assertThat(launched.get(1).getState()).isEqualTo(JobState.POSTED);
        assertThat(launched.get(1).getName()).startsWith("testing-sh010-ann_comp_v1_post_job_");
    }

    @Test
    void shouldFillLayersFromTheFirstKnownService() {
        Job job = launchXml(SPEC).get(0);

        List<Layer> layers = jobs.getLayers(
                        JobGetLayersRequest.newBuilder().setJob(job).build())
                .getLayers()
                .getLayersList();

        assertThat(layers).extracting(Layer::getName).containsExactly("render", "sheet");
        Layer render = layers.get(0);
        assertThat(render.getIsThreadable()).isTrue();
        assertThat(render.getMinMemory()).isEqualTo(3_355_443);
        assertThat(render.getTagsList()).containsExactlyInAnyOrder("general", "desktop");
        assertThat(render.getServicesList()).containsExactly("arnold");
        assertThat(render.getCommand()).isEqualTo("render --frame #IFRAME#");
        assertThat(render.getRange()).isEqualTo("1-10");
        assertThat(render.getChunkSize()).isEqualTo(2);
        assertThat(render.getDispatchOrder()).isEqualTo(1);
        assertThat(render.getParentId()).isEqualTo(job.getId());
        assertThat(render.getLayerStats().getTotalFrames()).isEqualTo(5);
        Layer sheet = layers.get(1);
        assertThat(sheet.getServicesList()).containsExactly("nothing_known", "default");
        assertThat(sheet.getTagsList()).containsExactlyInAnyOrder("util", "general");
    }

    @Test
    void shouldTellEveryProblemOfALaunchAtOnceAndLaunchNothing() {
        SpecDocument.Builder spec = spec(
                "bad",
                layer("one", "1-10").addLimits("no_limit"),
                layer("two", "1-").addTags("ok"),
                layer("two", "1-5"));
        spec.setFacility("mars").setUid(0);

        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> launch(spec),
                "uid 0",
                "the layer two is in it twice",
                "facility 'mars' does not exist");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> launch(spec.clearFacility().clearUid()),
                "limit 'no_limit' does not exist",
                "bad frame range \"1-\"");
        assertThat(search(JobSearchCriteria.newBuilder())).isEmpty();
    }

    @Test
    void shouldRefuseBrokenAndHostileXml() {
        assertRefused(Code.INVALID_ARGUMENT, () -> launchXml("<spec><show>"), "Failed to parse");
        String hostile = SPEC.replace(
                "<!DOCTYPE spec PUBLIC \"SPI Cue  Specification Language\""
                        + " \"http://localhost:8080/spcue/dtd/cjsl-1.15.dtd\">",
                "<!DOCTYPE spec [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
        assertRefused(Code.INVALID_ARGUMENT, () -> launchXml(hostile.replace("sh010", "&x;")), "Failed to parse");
    }

    @Test
    void shouldRefuseTooManyFramesWithTheFigure() {
        LayerDocument.Builder[] layers = new LayerDocument.Builder[11];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = layer("layer" + i, i == 10 ? "1" : "1-100000");
        }
        assertRefused(Code.INVALID_ARGUMENT, () -> launch(spec("huge", layers)), "1000001 frames", "1000000");
        assertRefused(Code.INVALID_ARGUMENT, () -> launch(spec("huge", layer("one", "1-100001"))), "100001", "100000");
    }

    @Test
    void shouldKeepANameForOnePendingJobAndGiveItBack() {
        Job first = job(launch(spec("again", layer("one", "1-3"))).getJobIds(0));
        assertRefused(
                Code.ALREADY_EXISTS,
                () -> launch(spec("again", layer("one", "1-3"))),
                "testing-sh010-ann_again is already pending");

        jobs.kill(JobKillRequest.newBuilder().setJob(first).setReason("test").build());
        assertThat(job(first.getId()).getState()).isEqualTo(JobState.FINISHED);
        Job second = job(launch(spec("again", layer("one", "1-3"))).getJobIds(0));
        assertThat(second.getId()).isNotEqualTo(first.getId());
    }

    @Test
    void shouldGiveBackEveryNameWhenOneOfALaunchIsTaken() {
        launch(spec("taken", layer("one", "1")));
        SpecDocument.Builder two = spec("free", layer("one", "1"));
        two.addJobs(spec("taken", layer("one", "1")).getJobs(0));
        assertRefused(Code.ALREADY_EXISTS, () -> launch(two), "testing-sh010-ann_taken is already pending");
        launch(spec("free", layer("one", "1")));
        assertThat(jobs.getJobs(JobGetJobsRequest.getDefaultInstance())
                        .getJobs()
                        .getJobsCount())
                .isEqualTo(2);
    }

    @Test
    void shouldSweepTheNamesOfJobsThatHaveEnded() {
        Job ended = job(launch(spec("ended", layer("one", "1"))).getJobIds(0));
        launch(spec("alive", layer("one", "1")));
        jobs.kill(JobKillRequest.newBuilder().setJob(ended).setReason("test").build());
        Directory directory = new Farm(farm.grid(), ServiceConfig.of("/shots")).directory();
        assertThat(directory.read(EntryKind.JOB_NAME)).hasSize(2);

        new JobNameSweeper(farm.grid(), ServiceConfig.of("/shots")).run();

        assertThat(directory.read(EntryKind.JOB_NAME))
                .extracting(JobNameEntry::name)
                .containsExactly("testing-sh010-ann_alive");
    }

    @Test
    void shouldLaunchAllJobsOfASubmissionOrNone() {
        try (ServiceFarm small = new ServiceFarm(1)) {
            SpecDocument.Builder two = spec("one", layer("one", "1"));
            two.addJobs(spec("two", layer("one", "1")).getJobs(0));
            LaunchInterfaceGrpc.LaunchInterfaceBlockingStub stub = LaunchInterfaceGrpc.newBlockingStub(small.channel());
            assertRefused(
                    Code.RESOURCE_EXHAUSTED,
                    () -> stub.launchDocument(
                            LaunchDocumentRequest.newBuilder().setSpec(two).build()),
                    "maxJobs is 1");
            assertThat(JobInterfaceGrpc.newBlockingStub(small.channel())
                            .getJobs(JobGetJobsRequest.getDefaultInstance())
                            .getJobs()
                            .getJobsCount())
                    .isZero();
            // the names are free again
            stub.launchDocument(LaunchDocumentRequest.newBuilder()
                    .setSpec(spec("one", layer("one", "1")))
                    .build());
        }
    }

    @Test
    void shouldFindAliasesAndRefuseInactiveShows() {
        SpecDocument.Builder alias = spec("alias", layer("one", "1")).setShow("test");
        alias.setJobs(0, alias.getJobs(0).toBuilder().setName("test-sh010-ann_alias"));
        assertThat(job(launch(alias).getJobIds(0)).getShow()).isEqualTo("testing");

        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
        shows.setActive(ShowSetActiveRequest.newBuilder()
                .setShow(shows.findShow(ShowFindShowRequest.newBuilder()
                                .setName("testing")
                                .build())
                        .getShow())
                .setValue(false)
                .build());
        assertRefused(Code.INVALID_ARGUMENT, () -> launch(spec("late", layer("one", "1"))), "deactivated");
    }

    @Test
    void shouldDependOnJobsThatRunAlready() {
        launch(spec("first", layer("one", "1-3")));
        SpecDocument.Builder second = spec("second", layer("two", "1-3"));
        second.addDepends(DependDocument.newBuilder()
                .setType(8)
                .setErJob("testing-sh010-ann_second")
                .setErFrame("0002-two")
                .setOnJob("testing-sh010-ann_first")
                .setOnFrame("0003-one"));
        Job job = job(launch(second).getJobIds(0));
        assertThat(job.getJobStats().getDependFrames()).isEqualTo(1);

        SpecDocument.Builder third = spec("third", layer("two", "1-3"));
        third.addDepends(DependDocument.newBuilder()
                .setType(0)
                .setErJob("testing-sh010-ann_third")
                .setOnJob("testing-sh010-ann_missing"));
        assertRefused(Code.INVALID_ARGUMENT, () -> launch(third), "testing-sh010-ann_missing", "nor pending");
    }

    @Test
    void shouldKeepFacilitiesApart() {
        SpecDocument.Builder cloud = spec("both", layer("one", "1")).setFacility("CLOUD");
        Job there = job(launch(cloud).getJobIds(0));
        Job here = job(launch(spec("both", layer("one", "1"))).getJobIds(0));
        assertThat(there.getFacility()).isEqualTo("cloud");
        assertThat(here.getFacility()).isEqualTo("local");
        assertThat(search(JobSearchCriteria.newBuilder().addJobs("testing-sh010-ann_both")))
                .extracting(Job::getId)
                .containsExactlyInAnyOrder(here.getId(), there.getId());
    }

    @Test
    void shouldSearchJobs() {
        Job two = job(launch(spec("two", layer("one", "1"))).getJobIds(0));
        Job one = job(launch(spec("one", layer("one", "1"))).getJobIds(0));
        jobs.kill(JobKillRequest.newBuilder().setJob(two).setReason("test").build());

        assertThat(search(JobSearchCriteria.newBuilder())).containsExactly(one);
        assertThat(search(JobSearchCriteria.newBuilder().setIncludeFinished(true)))
                .extracting(Job::getName)
                .containsExactly("testing-sh010-ann_one", "testing-sh010-ann_two");
        assertThat(search(JobSearchCriteria.newBuilder().addIds(two.getId()))).isEmpty();
        assertThat(search(JobSearchCriteria.newBuilder()
                        .addIds(two.getId())
                        .addIds("nonsense")
                        .setIncludeFinished(true)))
                .hasSize(1);
        assertThat(search(JobSearchCriteria.newBuilder().addRegex("_one$").addShows("testing")))
                .containsExactly(one);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> search(JobSearchCriteria.newBuilder().addRegex("[")),
                "regular");
        assertThat(jobs.getJobNames(JobGetJobNamesRequest.newBuilder()
                                .setR(JobSearchCriteria.newBuilder().setIncludeFinished(true))
                                .build())
                        .getNamesList())
                .containsExactly("testing-sh010-ann_one");
        assertThat(jobs.findJob(JobFindJobRequest.newBuilder()
                                .setName("Testing-SH010-ann_ONE")
                                .build())
                        .getJob())
                .isEqualTo(one);
        assertRefused(
                Code.NOT_FOUND,
                () -> jobs.findJob(
                        JobFindJobRequest.newBuilder().setName(two.getName()).build()),
                "no pending job");
        assertThat(jobs.isJobPending(JobIsJobPendingRequest.newBuilder()
                                .setName(one.getName())
                                .build())
                        .getValue())
                .isTrue();
    }

    @Test
    void shouldSearchFrames() {
        Job job = job(launch(spec("frames", layer("one", "1-20"), layer("two", "5-14")))
                .getJobIds(0));

        assertThat(frames(job, FrameSearchCriteria.newBuilder())).hasSize(30);
        assertThat(frames(job, FrameSearchCriteria.newBuilder().setPage(1).setLimit(4)))
                .extracting(Frame::getName)
                .containsExactly("0001-one", "0005-two", "0002-one", "0006-two");
        assertThat(frames(job, FrameSearchCriteria.newBuilder().setPage(8).setLimit(4)))
                .hasSize(2);
        assertThat(frames(job, FrameSearchCriteria.newBuilder().setPage(9).setLimit(4)))
                .isEmpty();
        assertThat(frames(job, FrameSearchCriteria.newBuilder().addLayers("two").setFrameRange("5-9x2,30")))
                .extracting(Frame::getNumber)
                .containsExactly(5, 7, 9);
        assertThat(frames(
                        job,
                        FrameSearchCriteria.newBuilder().addFrames("0003-one").addFrames("0007-two")))
                .hasSize(2);
        assertThat(frames(job, states(FrameState.DEAD))).isEmpty();
        assertThat(frames(job, states(FrameState.WAITING))).hasSize(30);
        Frame third = frames(job, FrameSearchCriteria.newBuilder().addFrames("0003-one"))
                .get(0);
        assertThat(frames(job, FrameSearchCriteria.newBuilder().addIds(third.getId())))
                .containsExactly(third);
        assertThat(FrameInterfaceGrpc.newBlockingStub(farm.channel())
                        .findFrame(FrameFindFrameRequest.newBuilder()
                                .setJob(job.getName())
                                .setLayer("one")
                                .setFrame(3)
                                .build())
                        .getFrame())
                .isEqualTo(third);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> frames(job, FrameSearchCriteria.newBuilder().setFrameRange("1-x")),
                "Bad frame range");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> frames(job, FrameSearchCriteria.newBuilder().setLimit(1_000_000)),
                "1000000");
    }

    private static FrameSearchCriteria.Builder states(FrameState state) {
        return FrameSearchCriteria.newBuilder()
                .setStates(FrameStateSeq.newBuilder().addFrameStates(state));
    }

    @Test
    void shouldCarryWhoAsksAndWhyIntoTheEvents() {
        Job job = job(launch(spec("audit", layer("one", "1"))).getJobIds(0));
        farm.grid().usersActed().clear();
        jobs.pause(JobPauseRequest.newBuilder().setJob(job).build());
        Metadata reason = new Metadata();
        reason.put(Metadata.Key.of("cuegrid-reason", Metadata.ASCII_STRING_MARSHALLER), "dailies at four");
        jobs.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(reason))
                .setPriority(JobSetPriorityRequest.newBuilder()
                        .setJob(job)
                        .setVal(77)
                        .build());
        ShowInterfaceGrpc.newBlockingStub(farm.channel())
                .createShow(
                        ShowCreateShowRequest.newBuilder().setName("audited").build());
        assertThat(farm.grid().usersActed())
                .startsWith("ann: ", "ann: dailies at four")
                .hasSizeGreaterThan(2)
                .allMatch(acted -> acted.startsWith(ServiceFarm.USER + ": "));
    }

    @Test
    void shouldChangeJobs() {
        Job job = job(launch(spec("change", layer("one", "1"))).getJobIds(0));
        jobs.pause(JobPauseRequest.newBuilder().setJob(job).build());
        jobs.setPriority(
                JobSetPriorityRequest.newBuilder().setJob(job).setVal(77).build());
        jobs.setMaxCores(
                JobSetMaxCoresRequest.newBuilder().setJob(job).setVal(3.9f).build());
        jobs.setAutoEat(
                JobSetAutoEatRequest.newBuilder().setJob(job).setValue(true).build());

        Job changed = job(job.getId());
        assertThat(changed.getIsPaused()).isTrue();
        assertThat(changed.getPriority()).isEqualTo(77);
        assertThat(changed.getMaxCores()).isEqualTo(3);
        assertThat(changed.getAutoEat()).isTrue();
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> jobs.setMaxRetries(JobSetMaxRetriesRequest.newBuilder()
                        .setJob(job)
                        .setMaxRetries(17)
                        .build()),
                "17");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> jobs.kill(JobKillRequest.newBuilder().setJob(job).build()),
                "'reason'");
    }
}
