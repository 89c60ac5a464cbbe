package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.notFound;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobFindJobRequest;
import io.cuegrid.api.opencue.job.JobFindJobResponse;
import io.cuegrid.api.opencue.job.JobGetCurrentResponse;
import io.cuegrid.api.opencue.job.JobGetJobNamesRequest;
import io.cuegrid.api.opencue.job.JobGetJobNamesResponse;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetJobResponse;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobGetJobsResponse;
import io.cuegrid.api.opencue.job.JobGetLayersResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobIsJobPendingResponse;
import io.cuegrid.api.opencue.job.LayerSeq;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.criteria.JobCriteria;
import io.cuegrid.node.service.mapping.JobList;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.grpc.MethodDescriptor;

/** JobInterface: jobs and layers as they are. Threading: any thread. */
final class JobReads {
    private final Farm farm;
    private final Jobs jobs;
    private final Layers layers;

    JobReads(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.layers = new Layers(farm);
    }

    void register(MethodTable table) {
        MethodDescriptor<JobGetJobsRequest, JobGetJobsResponse> getJobs = JobInterfaceGrpc.getGetJobsMethod();
        table.on(
                        getJobs.toBuilder(getJobs.getRequestMarshaller(), new JobList.Marshaller())
                                .build(),
                        this::getJobs)
                .on(JobInterfaceGrpc.getGetJobNamesMethod(), this::getJobNames)
                .on(JobInterfaceGrpc.getGetJobMethod(), this::getJob)
                .on(JobInterfaceGrpc.getFindJobMethod(), this::findJob)
                .on(
                        JobInterfaceGrpc.getGetCurrentMethod(),
                        request -> JobGetCurrentResponse.newBuilder()
                                .setJob(current(request.getJob()))
                                .build())
                .on(
                        JobInterfaceGrpc.getIsJobPendingMethod(),
                        request -> JobIsJobPendingResponse.newBuilder()
                                .setValue(jobs.pending(new View(farm), request.getName()) != null)
                                .build())
                .on(
                        JobInterfaceGrpc.getGetLayersMethod(),
                        request -> JobGetLayersResponse.newBuilder()
                                .setLayers(LayerSeq.newBuilder()
                                        .addAllLayers(layers.ofJob(new View(farm), jobs.require(request.getJob()))))
                                .build());
    }

    private JobList getJobs(JobGetJobsRequest request) {
        return new JobList(jobs.search(new View(farm), new JobCriteria(request.getR())));
    }

    /** Pending jobs only, whatever includeFinished says: what OpenCue's tools count on. */
    private JobGetJobNamesResponse getJobNames(JobGetJobNamesRequest request) {
        JobCriteria criteria = new JobCriteria(
                request.getR().toBuilder().setIncludeFinished(false).build());
        return JobGetJobNamesResponse.newBuilder()
                .addAllNames(jobs.search(new View(farm), criteria).stream()
                        .map(message -> message.job().getName())
                        .toList())
                .build();
    }

    private JobGetJobResponse getJob(JobGetJobRequest request) {
        EntityId id = farm.ids().require(request.getId(), EntityKind.JOB, "job");
        return JobGetJobResponse.newBuilder()
                .setJob(jobs.get(new View(farm), id))
                .build();
    }

    private Job current(Job stub) {
        return jobs.get(new View(farm), jobs.require(stub));
    }

    private JobFindJobResponse findJob(JobFindJobRequest request) {
        Job job = jobs.pending(new View(farm), request.getName());
        if (job == null) {
            throw notFound("Job not found: no pending job has the name '" + request.getName() + "'.");
        }
        return JobFindJobResponse.newBuilder().setJob(job).build();
    }
}
