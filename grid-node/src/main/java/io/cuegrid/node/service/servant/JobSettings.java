package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobKillRequest;
import io.cuegrid.api.opencue.job.JobKillResponse;
import io.cuegrid.api.opencue.job.JobPauseResponse;
import io.cuegrid.api.opencue.job.JobResumeResponse;
import io.cuegrid.api.opencue.job.JobSetAutoEatResponse;
import io.cuegrid.api.opencue.job.JobSetMaxCoresResponse;
import io.cuegrid.api.opencue.job.JobSetMaxGpusResponse;
import io.cuegrid.api.opencue.job.JobSetMaxRetriesRequest;
import io.cuegrid.api.opencue.job.JobSetMaxRetriesResponse;
import io.cuegrid.api.opencue.job.JobSetMinCoresResponse;
import io.cuegrid.api.opencue.job.JobSetMinGpusResponse;
import io.cuegrid.api.opencue.job.JobSetPriorityResponse;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;

/** JobInterface: what changes a job as a whole. Threading: any thread. */
final class JobSettings {
    /** Most retries of a frame. */
    private final Farm farm;

    private final Jobs jobs;

    JobSettings(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
    }

    void register(MethodTable table) {
        table.on(JobInterfaceGrpc.getKillMethod(), this::kill)
                .on(JobInterfaceGrpc.getPauseMethod(), request -> {
                    change(request.getJob(), JobSetting.PAUSED, 1);
                    return JobPauseResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getResumeMethod(), request -> {
                    change(request.getJob(), JobSetting.PAUSED, 0);
                    return JobResumeResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetPriorityMethod(), request -> {
                    change(request.getJob(), JobSetting.PRIORITY, request.getVal());
                    return JobSetPriorityResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetMinCoresMethod(), request -> {
                    change(
                            request.getJob(),
                            JobSetting.MIN_CORE_UNITS,
                            Numbers.atLeastZero("minimum of cores", Units.wholeCoreUnits(request.getVal())));
                    return JobSetMinCoresResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetMaxCoresMethod(), request -> {
                    change(
                            request.getJob(),
                            JobSetting.MAX_CORE_UNITS,
                            Numbers.cap("maximum of cores", Units.wholeCoreUnits(request.getVal())));
                    return JobSetMaxCoresResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetMinGpusMethod(), request -> {
                    change(
                            request.getJob(),
                            JobSetting.MIN_GPUS,
                            Numbers.atLeastZero("minimum of gpus", request.getVal()));
                    return JobSetMinGpusResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetMaxGpusMethod(), request -> {
                    change(request.getJob(), JobSetting.MAX_GPUS, Numbers.cap("maximum of gpus", request.getVal()));
                    return JobSetMaxGpusResponse.getDefaultInstance();
                })
                .on(JobInterfaceGrpc.getSetMaxRetriesMethod(), this::setMaxRetries)
                .on(JobInterfaceGrpc.getSetAutoEatMethod(), request -> {
                    EntityId job = jobs.require(request.getJob());
                    send(job, JobSetting.AUTO_EAT, request.getValue() ? 1 : 0);
                    // as OpenCue does it: an eaten frame is not tried again first
                    send(job, JobSetting.MAX_RETRIES, request.getValue() ? 0 : 1);
                    return JobSetAutoEatResponse.getDefaultInstance();
                });
    }

    private JobKillResponse kill(JobKillRequest request) {
        EntityId job = jobs.require(request.getJob());
        if (request.getReason().isBlank()) {
            throw Problem.invalid("A job is killed for a reason: fill in 'reason', it is kept in the history.");
        }
        farm.cellOf(job)
                .machine()
                .send(Commands.killJob(job.number(), Caller.user(request.getUsername()), request.getReason()));
        return JobKillResponse.getDefaultInstance();
    }

    private JobSetMaxRetriesResponse setMaxRetries(JobSetMaxRetriesRequest request) {
        int retries = request.getMaxRetries();
        if (retries < 0 || retries > SpecLimits.MAX_RETRIES) {
            throw Problem.invalid("maxRetries " + retries + ": it may be 0 to " + SpecLimits.MAX_RETRIES + ".");
        }
        change(request.getJob(), JobSetting.MAX_RETRIES, retries);
        return JobSetMaxRetriesResponse.getDefaultInstance();
    }

    private void change(Job job, JobSetting setting, long value) {
        send(jobs.require(job), setting, value);
    }

    private void send(EntityId job, JobSetting setting, long value) {
        farm.cellOf(job).machine().send(Commands.changeJob(job.number(), setting, value));
    }
}
