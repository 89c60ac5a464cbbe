package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostRedirectToJobRequest;
import io.cuegrid.api.opencue.host.HostRedirectToJobResponse;
import io.cuegrid.api.opencue.host.ProcClearRedirectResponse;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcRedirectToGroupResponse;
import io.cuegrid.api.opencue.host.ProcRedirectToJobResponse;
import io.cuegrid.api.opencue.host.ProcUnbookToGroupRequest;
import io.cuegrid.api.opencue.host.ProcUnbookToGroupResponse;
import io.cuegrid.api.opencue.host.ProcUnbookToJobRequest;
import io.cuegrid.api.opencue.host.ProcUnbookToJobResponse;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import io.cuegrid.node.service.servant.Procs.Found;
import java.util.ArrayList;
import java.util.List;

/** What redirects procs to jobs and groups. Threading: any thread. */
final class RedirectServant {
    private final Farm farm;
    private final Procs procs;
    private final Hosts hosts;
    private final Jobs jobs;

    RedirectServant(Farm farm) {
        this.farm = farm;
        this.procs = new Procs(farm);
        this.hosts = new Hosts(farm);
        this.jobs = new Jobs(farm);
    }

    void register(MethodTable proc, MethodTable host) {
        proc.on(ProcInterfaceGrpc.getRedirectToJobMethod(), request -> {
                    EntityId id = procs.require(request.getProc());
                    long job = jobIn(farm.cellOf(id), request.getJobId(), "proc");
                    return ProcRedirectToJobResponse.newBuilder()
                            .setValue(tell(
                                    farm.cellOf(id), Commands.unbookProc(id.procNumber(), request.getKill(), job, 0)))
                            .build();
                })
                .on(ProcInterfaceGrpc.getRedirectToGroupMethod(), request -> {
                    EntityId id = procs.require(request.getProc());
                    long folder = folder(request.getGroupId());
                    return ProcRedirectToGroupResponse.newBuilder()
                            .setValue(tell(
                                    farm.cellOf(id),
                                    Commands.unbookProc(id.procNumber(), request.getKill(), 0, folder)))
                            .build();
                })
                .on(ProcInterfaceGrpc.getClearRedirectMethod(), request -> {
                    EntityId id = procs.require(request.getProc());
                    return ProcClearRedirectResponse.newBuilder()
                            .setValue(tell(farm.cellOf(id), Commands.clearRedirect(id.procNumber())))
                            .build();
                })
                .on(ProcInterfaceGrpc.getUnbookToJobMethod(), this::unbookToJobs)
                .on(ProcInterfaceGrpc.getUnbookToGroupMethod(), this::unbookToGroup);
        host.on(HostInterfaceGrpc.getRedirectToJobMethod(), this::redirectHost);
    }

    /** @return false when the command is refused because it would come to nothing */
    private boolean tell(Cell cell, CommandEncoding command) {
        CommandReply reply = farm.catchUp().trySend(cell.machine(), command);
        if (reply.code() != ReplyCode.OK && reply.code() != ReplyCode.FAILED_PRECONDITION) {
            throw Problem.of(reply.code(), reply.detail());
        }
        return reply.code() == ReplyCode.OK;
    }

    private long jobIn(Cell cell, String text, String what) {
        EntityId job = farm.ids().require(text, EntityKind.JOB, "job");
        if (job.cell() != cell.number()) {
            throw Problem.precondition("Job " + text + " is of another facility than the " + what + ".");
        }
        return job.number();
    }

    private long folder(String text) {
        return farm.directory().require(EntryKind.FOLDER, text).number();
    }

    private HostRedirectToJobResponse redirectHost(HostRedirectToJobRequest request) {
        EntityId host = hosts.require(request.getHost());
        Cell cell = farm.cellOf(host);
        long job = jobIn(cell, request.getJobId(), "host");
        List<Long> numbers = new ArrayList<>();
        for (String text : request.getProcNamesList()) {
            EntityId proc = farm.ids().require(text, EntityKind.PROC, "proc");
            if (proc.cell() != cell.number()) {
                throw Problem.precondition("Proc " + text + " is of another facility than the host.");
            }
            numbers.add(proc.procNumber());
        }
        if (numbers.isEmpty()) {
            throw Problem.invalid("The request names no procs: give the ids of procs of the host.");
        }
        cell.machine().send(Commands.redirectHost(host.number(), job, numbers));
        return HostRedirectToJobResponse.newBuilder().setValue(true).build();
    }

    /** Jobs take turns; a proc that fits none of them is left alone. */
    private ProcUnbookToJobResponse unbookToJobs(ProcUnbookToJobRequest request) {
        List<EntityId> targets = new ArrayList<>();
        for (Job job : request.getJobs().getJobsList()) {
            targets.add(jobs.require(job));
        }
        if (targets.isEmpty()) {
            throw Problem.invalid("The request names no job to which the procs should go.");
        }
        int redirected = 0;
        for (Found proc : procs.unbookable(new View(farm), request.getR())) {
            for (int i = 0; i < targets.size(); i++) {
                EntityId job = targets.get((redirected + i) % targets.size());
                if (job.cell() == proc.cell().number() && redirect(proc, request.getKill(), job.number(), 0)) {
                    redirected++;
                    break;
                }
            }
        }
        return ProcUnbookToJobResponse.newBuilder().setNumProcs(redirected).build();
    }

    private ProcUnbookToGroupResponse unbookToGroup(ProcUnbookToGroupRequest request) {
        long folder = folder(request.getGroup().getId());
        int redirected = 0;
        for (Found proc : procs.unbookable(new View(farm), request.getR())) {
            redirected += redirect(proc, request.getKill(), 0, folder) ? 1 : 0;
        }
        return ProcUnbookToGroupResponse.newBuilder().setNumProcs(redirected).build();
    }

    /** A proc that has ended meanwhile, or that fits nothing there, is not redirected. */
    private boolean redirect(Found proc, boolean kill, long job, long folder) {
        CommandReply reply = farm.catchUp()
                .trySend(proc.cell().machine(), Commands.unbookProc(proc.procNumber(), kill, job, folder));
        boolean known = reply.code() == ReplyCode.OK
                || reply.code() == ReplyCode.NOT_FOUND
                || reply.code() == ReplyCode.FAILED_PRECONDITION;
        if (!known) {
            throw Problem.of(reply.code(), reply.detail());
        }
        return reply.code() == ReplyCode.OK;
    }
}
