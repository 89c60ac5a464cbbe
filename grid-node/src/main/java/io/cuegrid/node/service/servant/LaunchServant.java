package io.cuegrid.node.service.servant;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobLaunchSpecAndWaitRequest;
import io.cuegrid.api.opencue.job.JobLaunchSpecAndWaitResponse;
import io.cuegrid.api.opencue.job.JobLaunchSpecRequest;
import io.cuegrid.api.opencue.job.JobLaunchSpecResponse;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecParser;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.launch.Launcher;
import io.cuegrid.node.service.launch.Launcher.Launched;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;

/** Every way to launch jobs. The answer comes when the grid has acknowledged them. Threading: any thread. */
final class LaunchServant {
    private final Farm farm;
    private final Jobs jobs;
    private final Launcher launcher;

    LaunchServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.launcher = new Launcher(farm);
    }

    void register(MethodTable job, MethodTable launch) {
        job.on(JobInterfaceGrpc.getLaunchSpecMethod(), this::launchSpec)
                .on(JobInterfaceGrpc.getLaunchSpecAndWaitMethod(), this::launchSpecAndWait);
        launch.on(LaunchInterfaceGrpc.getLaunchDocumentMethod(), this::launchDocument);
    }

    /** The same as with AndWait, only that names are given back: OpenCue answers before it knows how it ends. */
    private JobLaunchSpecResponse launchSpec(JobLaunchSpecRequest request) {
        JobLaunchSpecResponse.Builder response = JobLaunchSpecResponse.newBuilder();
        launcher.launch(parse(request.getSpec())).forEach(job -> response.addNames(job.name()));
        return response.build();
    }

    private JobLaunchSpecAndWaitResponse launchSpecAndWait(JobLaunchSpecAndWaitRequest request) {
        JobSeq.Builder launched = JobSeq.newBuilder();
        View view = new View(farm);
        for (Launched job : launcher.launch(parse(request.getSpec()))) {
            EntityId id = farm.ids().require(job.id(), EntityKind.JOB, "job");
            launched.addJobs(jobs.get(view, id));
        }
        return JobLaunchSpecAndWaitResponse.newBuilder().setJobs(launched).build();
    }

    private LaunchDocumentResponse launchDocument(LaunchDocumentRequest request) {
        LaunchDocumentResponse.Builder response = LaunchDocumentResponse.newBuilder();
        for (Launched job : launcher.launch(request.getSpec())) {
            response.addJobIds(job.id()).addJobNames(job.name());
        }
        return response.build();
    }

    private SpecDocument parse(String xml) {
        try {
            return SpecParser.parse(xml, farm.nowMillis());
        } catch (SpecException refused) {
            throw Problem.invalid("Failed to parse job spec XML:\n" + refused.getMessage());
        }
    }
}
