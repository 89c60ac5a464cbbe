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
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostRedirectToJobRequest;
import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.host.ProcClearRedirectRequest;
import io.cuegrid.api.opencue.host.ProcGetProcsRequest;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcRedirectToGroupRequest;
import io.cuegrid.api.opencue.host.ProcRedirectToJobRequest;
import io.cuegrid.api.opencue.host.ProcUnbookToGroupRequest;
import io.cuegrid.api.opencue.host.ProcUnbookToJobRequest;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupCreateSubGroupRequest;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupReparentJobsRequest;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobPauseRequest;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowGetRootGroupRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.node.service.client.Ids;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Procs that people redirect, over a real directory and real cells. */
class RedirectServiceTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final MemoryHosts daemons = farm.grid().hosts("local");
    private final JobInterfaceGrpc.JobInterfaceBlockingStub jobs = JobInterfaceGrpc.newBlockingStub(farm.channel());
    private final HostInterfaceGrpc.HostInterfaceBlockingStub hosts = HostInterfaceGrpc.newBlockingStub(farm.channel());
    private final ProcInterfaceGrpc.ProcInterfaceBlockingStub procs = ProcInterfaceGrpc.newBlockingStub(farm.channel());
    private final GroupInterfaceGrpc.GroupInterfaceBlockingStub groups =
            GroupInterfaceGrpc.newBlockingStub(farm.channel());
    private Job first = Job.getDefaultInstance();
    private Job other = Job.getDefaultInstance();

    /** Two cores that the first job fills; the other one waits. */
    @BeforeEach
    void fill() {
        daemons.register("node1", 2);
        first = launch("first");
        other = launch("other");
        assertThat(running(first)).isEqualTo(2);
    }

    @AfterEach
    void close() {
        farm.close();
    }

    private Job launch(String name) {
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
                                .setRange("1-10")
                                .setChunkSize(1)))
                .build();
        return job(LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build())
                .getJobIds(0));
    }

    private Job job(String id) {
        return jobs.getJob(JobGetJobRequest.newBuilder().setId(id).build()).getJob();
    }

    private int running(Job job) {
        return job(job.getId()).getJobStats().getRunningFrames();
    }

    private List<Proc> procs() {
        return procs.getProcs(ProcGetProcsRequest.getDefaultInstance())
                .getProcs()
                .getProcsList();
    }

    private boolean redirect(Proc proc, Job job) {
        return procs.redirectToJob(ProcRedirectToJobRequest.newBuilder()
                        .setProc(proc)
                        .setJobId(job.getId())
                        .build())
                .getValue();
    }

    private Group group(String name) {
        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
        Group root = shows.getRootGroup(ShowGetRootGroupRequest.newBuilder()
                        .setShow(shows.findShow(ShowFindShowRequest.newBuilder()
                                        .setName("testing")
                                        .build())
                                .getShow())
                        .build())
                .getGroup();
        return groups.createSubGroup(GroupCreateSubGroupRequest.newBuilder()
                        .setGroup(root)
                        .setName(name)
                        .build())
                .getGroup();
    }

    @Test
    void shouldRedirectAProcToAJobAndClearThat() {
        Proc proc = procs().get(0);
        assertThat(redirect(proc, other)).isTrue();
        assertThat(procs().get(0).getRedirectTarget()).isEqualTo(other.getName());
        assertThat(procs().get(0).getUnbooked()).isTrue();
        ProcClearRedirectRequest clear =
                ProcClearRedirectRequest.newBuilder().setProc(proc).build();
        assertThat(procs.clearRedirect(clear).getValue()).isTrue();
        assertThat(procs().get(0).getRedirectTarget()).isEmpty();
        assertThat(procs.clearRedirect(clear).getValue()).isFalse();
        assertThat(redirect(proc, other)).isTrue();
        daemons.complete(daemons.running().get(0), 0);
        assertThat(running(other)).isEqualTo(1);
    }

    @Test
    void shouldAnswerFalseWhenNothingOfTheJobWaits() {
        jobs.pause(JobPauseRequest.newBuilder().setJob(other).build());
        assertThat(redirect(procs().get(0), other)).isFalse();
        assertThat(procs().get(0).getRedirectTarget()).isEmpty();
        assertRefused(
                Code.FAILED_PRECONDITION,
                () -> hosts.redirectToJob(
                        host(other).addProcNames(procs().get(0).getId()).build()),
                "has no waiting frame that host node1 could run");
        assertThat(daemons.kills()).isEmpty();
    }

    @Test
    void shouldRedirectProcsToAGroup() {
        Group group = group("urgent");
        groups.reparentJobs(GroupReparentJobsRequest.newBuilder()
                .setGroup(group)
                .setJobs(JobSeq.newBuilder().addJobs(other))
                .build());
        assertThat(procs.redirectToGroup(ProcRedirectToGroupRequest.newBuilder()
                                .setProc(procs().get(0))
                                .setGroupId(group.getId())
                                .setKill(true)
                                .build())
                        .getValue())
                .isTrue();
        assertThat(procs().get(0).getRedirectTarget()).isEqualTo("urgent");
        assertThat(daemons.kills()).hasSize(1);
        daemons.killed(daemons.running().get(0));
        assertThat(running(other)).isEqualTo(1);
        assertThat(procs.unbookToGroup(ProcUnbookToGroupRequest.newBuilder()
                                .setGroup(group)
                                .build())
                        .getNumProcs())
                .isEqualTo(2);
    }

    @Test
    void shouldRedirectProcsToJobsInTurn() {
        Job third = launch("third");
        assertThat(procs.unbookToJob(ProcUnbookToJobRequest.newBuilder()
                                .setJobs(JobSeq.newBuilder().addJobs(other).addJobs(third))
                                .build())
                        .getNumProcs())
                .isEqualTo(2);
        assertThat(procs())
                .extracting(Proc::getRedirectTarget)
                .containsExactlyInAnyOrder(other.getName(), third.getName());
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> procs.unbookToJob(ProcUnbookToJobRequest.getDefaultInstance()),
                "names no job");
    }

    private HostRedirectToJobRequest.Builder host(Job job) {
        Host node1 = hosts.findHost(
                        HostFindHostRequest.newBuilder().setName("node1").build())
                .getHost();
        return HostRedirectToJobRequest.newBuilder().setHost(node1).setJobId(job.getId());
    }

    @Test
    void shouldRefuseProcsAndJobsOfAnotherFacilityThanTheHost() {
        Ids ids = new Ids(MemoryGrid.INCARNATION);
        assertRefused(
                Code.FAILED_PRECONDITION,
                () -> hosts.redirectToJob(
                        host(other).addProcNames(ids.proc(2, 1)).build()),
                "Proc " + ids.proc(2, 1) + " is of another facility than the host");
        assertRefused(
                Code.FAILED_PRECONDITION,
                () -> hosts.redirectToJob(host(other)
                        .setJobId(ids.job(2, 1))
                        .addProcNames(procs().get(0).getId())
                        .build()),
                "of another facility than the host");
        assertThat(daemons.kills()).isEmpty();
    }

    @Test
    void shouldKeepAHostUntilAllRedirectedProcsHaveEnded() {
        HostRedirectToJobRequest.Builder request = host(other);
        procs().forEach(proc -> request.addProcNames(proc.getId()));
        assertThat(hosts.redirectToJob(request.build()).getValue()).isTrue();
        assertThat(daemons.kills()).hasSize(2);
        daemons.killed(daemons.running().get(0));
        assertThat(daemons.running()).hasSize(1);
        daemons.killed(daemons.running().get(0));
        assertThat(running(other)).isEqualTo(2);
        assertRefused(
                Code.INVALID_ARGUMENT, () -> hosts.redirectToJob(host(other).build()), "names no procs");
    }
}
