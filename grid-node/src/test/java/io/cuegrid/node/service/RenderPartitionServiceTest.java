package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostFindHostRequest;
import io.cuegrid.api.opencue.host.HostGetRenderPartitionsRequest;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostLockRequest;
import io.cuegrid.api.opencue.host.HostUnlockRequest;
import io.cuegrid.api.opencue.host.OwnerInterfaceGrpc;
import io.cuegrid.api.opencue.host.OwnerTakeOwnershipRequest;
import io.cuegrid.api.opencue.job.FrameAddRenderPartitionRequest;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobAddRenderPartRequest;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetLayersRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerAddRenderPartitionRequest;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.renderpartition.RenderPartDeleteRequest;
import io.cuegrid.api.opencue.renderpartition.RenderPartSetMaxResourcesRequest;
import io.cuegrid.api.opencue.renderpartition.RenderPartition;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionInterfaceGrpc;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionType;
import io.cuegrid.api.opencue.show.ShowCreateOwnerRequest;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of a locked desktop that its owner gives to own work, over a real directory and real cells. */
class RenderPartitionServiceTest {
    private static final long GIB_KIB = 1L << 20;

    private final ServiceFarm farm = new ServiceFarm();
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());
    private final HostInterfaceGrpc.HostInterfaceBlockingStub hosts = HostInterfaceGrpc.newBlockingStub(farm.channel());
    private final RenderPartitionInterfaceGrpc.RenderPartitionInterfaceBlockingStub partitions =
            RenderPartitionInterfaceGrpc.newBlockingStub(farm.channel());
    private Job job = Job.getDefaultInstance();

    /** A desktop of eight cores, locked, owned by ann; a job waits. */
    @BeforeEach
    void own() {
        farm.grid().hosts("local").registerDesktop("desk1", 8);
        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
        OwnerInterfaceGrpc.newBlockingStub(farm.channel())
                .takeOwnership(OwnerTakeOwnershipRequest.newBuilder()
                        .setOwner(shows.createOwner(ShowCreateOwnerRequest.newBuilder()
                                        .setShow(shows.findShow(ShowFindShowRequest.newBuilder()
                                                        .setName("testing")
                                                        .build())
                                                .getShow())
                                        .setName("ann")
                                        .build())
                                .getOwner())
                        .setHost("desk1")
                        .build());
        hosts.lock(HostLockRequest.newBuilder().setHost(desk()).build());
        job = launch("local");
    }

    private Job launch(String facility) {
        SpecDocument spec = SpecDocument.newBuilder()
                .setFacility(facility)
                .setShow("testing")
                .setShot("sh010")
                .setUser("ann")
                .addJobs(JobDocument.newBuilder()
                        .setName("testing-sh010-ann_own")
                        .addLayers(LayerDocument.newBuilder()
                                .setName("render")
                                .setKindValue(2)
                                .setCommand("true")
                                .setRange("1-10")
                                .setChunkSize(1)))
                .build();
        return job(LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build())
                .getJobIds(0));
    }

    @AfterEach
    void close() {
        farm.close();
    }

    private Job job(String id) {
        return jobs.getJob(JobGetJobRequest.newBuilder().setId(id).build()).getJob();
    }

    private Host desk() {
        return hosts.findHost(HostFindHostRequest.newBuilder().setName("desk1").build())
                .getHost();
    }

    private JobAddRenderPartRequest.Builder request() {
        return JobAddRenderPartRequest.newBuilder()
                .setJob(job)
                .setHost("desk1")
                .setThreads(1)
                .setMaxCores(2)
                .setMaxMemory(8 * GIB_KIB);
    }

    private List<RenderPartition> partitions() {
        return hosts.getRenderPartitions(HostGetRenderPartitionsRequest.newBuilder()
                        .setHost(desk())
                        .build())
                .getRenderPartitions()
                .getRenderPartitionsList();
    }

    private int running() {
        return job(job.getId()).getJobStats().getRunningFrames();
    }

    @Test
    void shouldRunAJobInItsPartition() {
        assertThat(running()).isZero();
        RenderPartition partition =
                jobs.addRenderPartition(request().setUsername("ann").build()).getRenderPartition();
        assertThat(partition.getRenderPartType()).isEqualTo(RenderPartitionType.JOB_PARTITION);
        assertThat(partition.getJob()).isEqualTo(job.getName());
        assertThat(partition.getHost()).isEqualTo("desk1");
        assertThat(partition.getMaxCores()).isEqualTo(200);
        assertThat(running()).isEqualTo(2);
        assertThat(job(job.getId()).getJobStats().getReservedCores()).isEqualTo(2);
        assertThat(partitions()).singleElement().satisfies(now -> {
            assertThat(now.getId()).isEqualTo(partition.getId());
            assertThat(now.getCores()).isEqualTo(200);
        });
        partitions.setMaxResources(RenderPartSetMaxResourcesRequest.newBuilder()
                .setRenderPartition(partition)
                .setCores(300)
                .setMemory(16 * GIB_KIB)
                .build());
        assertThat(running()).isEqualTo(3);
        partitions.delete(RenderPartDeleteRequest.newBuilder()
                .setRenderPartition(partition)
                .build());
        assertThat(partitions()).isEmpty();
        assertThat(running()).as("goes on").isEqualTo(3);
        assertRefused(
                Code.NOT_FOUND,
                () -> partitions.delete(RenderPartDeleteRequest.newBuilder()
                        .setRenderPartition(partition)
                        .build()),
                "no partition");
    }

    @Test
    void shouldRunALayerAndAFrameInTheirPartitions() {
        RenderPartition ofFrame = FrameInterfaceGrpc.newBlockingStub(farm.channel())
                .addRenderPartition(FrameAddRenderPartitionRequest.newBuilder()
                        .setFrame(jobs.getFrames(JobGetFramesRequest.newBuilder()
                                        .setJob(job)
                                        .build())
                                .getFrames()
                                .getFrames(4))
                        .setHost("desk1")
                        .setThreads(2)
                        .setMaxCores(2)
                        .setMaxMemory(4 * GIB_KIB)
                        .build())
                .getRenderPartition();
        assertThat(ofFrame.getRenderPartType()).isEqualTo(RenderPartitionType.FRAME_PARTITION);
        assertThat(ofFrame.getFrame()).isEqualTo("0005-render");
        assertThat(running()).isEqualTo(1);
        RenderPartition ofLayer = LayerInterfaceGrpc.newBlockingStub(farm.channel())
                .addRenderPartition(LayerAddRenderPartitionRequest.newBuilder()
                        .setLayer(jobs.getLayers(JobGetLayersRequest.newBuilder()
                                        .setJob(job)
                                        .build())
                                .getLayers()
                                .getLayers(0))
                        .setHost("desk1")
                        .setThreads(1)
                        .setMaxCores(1)
                        .setMaxMemory(4 * GIB_KIB)
                        .build())
                .getRenderPartition();
        assertThat(ofLayer.getRenderPartType()).isEqualTo(RenderPartitionType.LAYER_PARTITION);
        assertThat(ofLayer.getLayer()).isEqualTo("render");
        assertThat(running()).isEqualTo(2);
        hosts.unlock(HostUnlockRequest.newBuilder().setHost(desk()).build());
        assertThat(partitions()).isEmpty();
    }

    @Test
    void shouldLookForTheHostInTheFacilityOfTheWork() {
        Job elsewhere = launch("cloud");
        assertRefused(
                Code.NOT_FOUND,
                () -> jobs.addRenderPartition(request().setJob(elsewhere).build()),
                "no host of the work's facility, cloud, has the name 'desk1'");
        farm.grid().hosts("cloud").registerDesktop("desk1", 4);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> jobs.addRenderPartition(
                        request().setJob(elsewhere).setMaxCores(5).build()),
                "host desk1 has 4 cores");
    }

    @Test
    void shouldRefuseOthersThanTheOwnerAndHostsThatAreOpen() {
        assertRefused(
                Code.PERMISSION_DENIED,
                () -> jobs.addRenderPartition(request().setUsername("bob").build()),
                "belongs to 'ann', not to 'bob'");
        assertRefused(
                Code.NOT_FOUND,
                () -> jobs.addRenderPartition(request().setHost("desk2").build()),
                "desk2");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> jobs.addRenderPartition(request().setMaxCores(9).build()),
                "has 8 cores");
        hosts.unlock(HostUnlockRequest.newBuilder().setHost(desk()).build());
        assertRefused(
                Code.FAILED_PRECONDITION,
                () -> jobs.addRenderPartition(request().build()),
                "lock it before");
    }
}
