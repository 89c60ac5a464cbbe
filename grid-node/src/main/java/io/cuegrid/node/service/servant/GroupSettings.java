package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupReparentJobsResponse;
import io.cuegrid.api.opencue.job.GroupSetDefJobMaxCoresResponse;
import io.cuegrid.api.opencue.job.GroupSetDefJobMaxGpusResponse;
import io.cuegrid.api.opencue.job.GroupSetDefJobMinCoresResponse;
import io.cuegrid.api.opencue.job.GroupSetDefJobMinGpusResponse;
import io.cuegrid.api.opencue.job.GroupSetDefJobPriorityResponse;
import io.cuegrid.api.opencue.job.GroupSetMaxCoresResponse;
import io.cuegrid.api.opencue.job.GroupSetMaxGpusResponse;
import io.cuegrid.api.opencue.job.GroupSetMinCoresResponse;
import io.cuegrid.api.opencue.job.GroupSetMinGpusResponse;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobSetGroupResponse;
import io.cuegrid.core.sbe.FolderRecordEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FolderEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.function.ObjIntConsumer;

/**
 * Caps of groups, the defaults that they give their jobs, and what moves jobs between them.
 *
 * <p>Threading: any thread.
 */
final class GroupSettings {
    private final Farm farm;
    private final Jobs jobs;

    GroupSettings(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
    }

    void register(MethodTable group, MethodTable job) {
        caps(group);
        defaults(group);
        group.doing(
                GroupInterfaceGrpc.getReparentJobsMethod(),
                request -> {
                    FolderEntry folder = require(request.getGroup());
                    request.getJobs().getJobsList().forEach(stub -> move(stub, folder));
                },
                GroupReparentJobsResponse.getDefaultInstance());
        job.doing(
                JobInterfaceGrpc.getSetGroupMethod(),
                request -> move(request.getJob(), farm.directory().require(EntryKind.FOLDER, request.getGroupId())),
                JobSetGroupResponse.getDefaultInstance());
    }

    private void caps(MethodTable table) {
        table.doing(
                        GroupInterfaceGrpc.getSetMinCoresMethod(),
                        request -> set(
                                request.getGroup(),
                                FolderRecordEncoder::minCoreUnits,
                                Numbers.atLeastZero("minimum of cores", Units.wholeCoreUnits(request.getMinCores()))),
                        GroupSetMinCoresResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetMaxCoresMethod(),
                        request -> set(
                                request.getGroup(),
                                FolderRecordEncoder::maxCoreUnits,
                                Numbers.cap("maximum of cores", Units.wholeCoreUnits(request.getMaxCores()))),
                        GroupSetMaxCoresResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetMinGpusMethod(),
                        request -> set(
                                request.getGroup(),
                                FolderRecordEncoder::minGpus,
                                Numbers.atLeastZero("minimum of gpus", request.getMinGpus())),
                        GroupSetMinGpusResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetMaxGpusMethod(),
                        request -> set(
                                request.getGroup(),
                                FolderRecordEncoder::maxGpus,
                                Numbers.cap("maximum of gpus", request.getMaxGpus())),
                        GroupSetMaxGpusResponse.getDefaultInstance());
    }

    /** A default is written to the group's pending jobs as well, unless it is taken away (-1). */
    private void defaults(MethodTable table) {
        table.doing(
                        GroupInterfaceGrpc.getSetDefaultJobPriorityMethod(),
                        request -> setDefault(
                                request.getGroup(),
                                FolderRecordEncoder::defaultJobPriority,
                                JobSetting.PRIORITY,
                                request.getPriority()),
                        GroupSetDefJobPriorityResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetDefaultJobMinCoresMethod(),
                        request -> setDefault(
                                request.getGroup(),
                                FolderRecordEncoder::defaultJobMinCoreUnits,
                                JobSetting.MIN_CORE_UNITS,
                                Numbers.cap("default of cores", Units.wholeCoreUnits(request.getMinCores()))),
                        GroupSetDefJobMinCoresResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetDefaultJobMaxCoresMethod(),
                        request -> setDefault(
                                request.getGroup(),
                                FolderRecordEncoder::defaultJobMaxCoreUnits,
                                JobSetting.MAX_CORE_UNITS,
                                Numbers.cap("default of cores", Units.wholeCoreUnits(request.getMaxCores()))),
                        GroupSetDefJobMaxCoresResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetDefaultJobMinGpusMethod(),
                        request -> setDefault(
                                request.getGroup(),
                                FolderRecordEncoder::defaultJobMinGpus,
                                JobSetting.MIN_GPUS,
                                Numbers.cap("default of gpus", request.getMinGpus())),
                        GroupSetDefJobMinGpusResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetDefaultJobMaxGpusMethod(),
                        request -> setDefault(
                                request.getGroup(),
                                FolderRecordEncoder::defaultJobMaxGpus,
                                JobSetting.MAX_GPUS,
                                Numbers.cap("default of gpus", request.getMaxGpus())),
                        GroupSetDefJobMaxGpusResponse.getDefaultInstance());
    }

    private FolderEntry require(Group stub) {
        return farm.directory().require(EntryKind.FOLDER, stub.getId());
    }

    private void set(Group stub, ObjIntConsumer<FolderRecordEncoder> field, int value) {
        farm.directory()
                .change(
                        EntryKind.FOLDER,
                        stub.getId(),
                        RecordChange.fields(FolderRecordEncoder::new, record -> field.accept(record, value)));
    }

    private void setDefault(Group stub, ObjIntConsumer<FolderRecordEncoder> field, JobSetting setting, int value) {
        FolderEntry folder = require(stub);
        set(stub, field, value);
        if (value != Units.NONE) {
            for (Job job : jobs.ofFolder(new View(farm), folder.number(), folder.showNumber())) {
                change(jobs.require(job), setting, value);
            }
        }
    }

    /** A job that comes into a group takes over the group's defaults. */
    private void move(Job stub, FolderEntry folder) {
        EntityId id = jobs.require(stub);
        View view = new View(farm);
        String show = view.catalog().showName(folder.showNumber());
        Job job = jobs.get(view, id);
        if (!job.getShow().equals(show)) {
            throw Problem.invalid("Job " + job.getName() + " is of show " + job.getShow() + ", group " + folder.name()
                    + " of show " + show + ": jobs stay in their show.");
        }
        farm.catchUp()
                .send(farm.cellOf(id).machine(), Commands.changeJob(id.number(), JobSetting.FOLDER, folder.number()));
        inherit(id, JobSetting.PRIORITY, folder.defaultJobPriority());
        inherit(id, JobSetting.MIN_CORE_UNITS, folder.defaultJobMinCoreUnits());
        inherit(id, JobSetting.MAX_CORE_UNITS, folder.defaultJobMaxCoreUnits());
        inherit(id, JobSetting.MIN_GPUS, folder.defaultJobMinGpus());
        inherit(id, JobSetting.MAX_GPUS, folder.defaultJobMaxGpus());
    }

    private void inherit(EntityId job, JobSetting setting, int value) {
        if (value != Units.NONE) {
            change(job, setting, value);
        }
    }

    private void change(EntityId job, JobSetting setting, long value) {
        farm.cellOf(job).machine().send(Commands.changeJob(job.number(), setting, value));
    }
}
