package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.invalid;
import static io.cuegrid.node.service.rpc.Problem.precondition;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupCreateSubGroupRequest;
import io.cuegrid.api.opencue.job.GroupCreateSubGroupResponse;
import io.cuegrid.api.opencue.job.GroupDeleteResponse;
import io.cuegrid.api.opencue.job.GroupFindGroupRequest;
import io.cuegrid.api.opencue.job.GroupFindGroupResponse;
import io.cuegrid.api.opencue.job.GroupGetGroupResponse;
import io.cuegrid.api.opencue.job.GroupGetGroupsResponse;
import io.cuegrid.api.opencue.job.GroupGetJobsResponse;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupReparentGroupsResponse;
import io.cuegrid.api.opencue.job.GroupSeq;
import io.cuegrid.api.opencue.job.GroupSetDeptResponse;
import io.cuegrid.api.opencue.job.GroupSetGroupResponse;
import io.cuegrid.api.opencue.job.GroupSetNameResponse;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.core.sbe.FolderRecordEncoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FolderEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.GroupMapper;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.List;

/** GroupInterface: groups as they are, their tree and names. Threading: any thread. */
final class GroupServant {
    private static final int NAME = 0;
    private static final int DEPARTMENT = 1;
    private static final String UNKNOWN_DEPARTMENT = "Unknown";

    private final Farm farm;
    private final Jobs jobs;

    GroupServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
    }

    void register(MethodTable table) {
        reads(table);
        table.on(GroupInterfaceGrpc.getCreateSubGroupMethod(), this::createSubGroup)
                .doing(
                        GroupInterfaceGrpc.getDeleteMethod(),
                        request -> delete(require(request.getGroup())),
                        GroupDeleteResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetNameMethod(),
                        request -> text(request.getGroup(), NAME, request.getName()),
                        GroupSetNameResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetDepartmentMethod(),
                        request -> text(request.getGroup(), DEPARTMENT, request.getDept()),
                        GroupSetDeptResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getSetGroupMethod(),
                        request -> reparent(require(request.getParentGroup()), List.of(request.getGroup())),
                        GroupSetGroupResponse.getDefaultInstance())
                .doing(
                        GroupInterfaceGrpc.getReparentGroupsMethod(),
                        request -> reparent(
                                require(request.getGroup()), request.getGroups().getGroupsList()),
                        GroupReparentGroupsResponse.getDefaultInstance());
    }

    private void reads(MethodTable table) {
        table.on(
                        GroupInterfaceGrpc.getGetGroupMethod(),
                        request -> GroupGetGroupResponse.newBuilder()
                                .setGroup(GroupMapper.map(
                                        new View(farm), farm.directory().require(EntryKind.FOLDER, request.getId())))
                                .build())
                .on(GroupInterfaceGrpc.getFindGroupMethod(), this::find)
                .on(GroupInterfaceGrpc.getGetGroupsMethod(), request -> {
                    long parent = require(request.getGroup()).number();
                    View view = new View(farm);
                    GroupSeq.Builder found = GroupSeq.newBuilder();
                    view.catalog().all(EntryKind.FOLDER).stream()
                            .filter(folder -> folder.parentNumber() == parent)
                            .forEach(folder -> found.addGroups(GroupMapper.map(view, folder)));
                    return GroupGetGroupsResponse.newBuilder().setGroups(found).build();
                })
                .on(GroupInterfaceGrpc.getGetJobsMethod(), request -> {
                    FolderEntry folder = require(request.getGroup());
                    List<Job> found = jobs.ofFolder(new View(farm), folder.number(), folder.showNumber());
                    return GroupGetJobsResponse.newBuilder()
                            .setJobs(JobSeq.newBuilder().addAllJobs(found))
                            .build();
                });
    }

    private FolderEntry require(Group stub) {
        return farm.directory().require(EntryKind.FOLDER, stub.getId());
    }

    private GroupFindGroupResponse find(GroupFindGroupRequest request) {
        View view = new View(farm);
        ShowEntry show =
                view.catalog().first(EntryKind.SHOW, entry -> entry.name().equals(request.getShow()));
        FolderEntry folder = show == null
                ? null
                : view.catalog()
                        .first(
                                EntryKind.FOLDER,
                                entry -> entry.showNumber() == show.number()
                                        && entry.name().equals(request.getName()));
        if (folder == null) {
            throw Ids.missing("group", "'" + request.getName() + "' of show '" + request.getShow() + "'");
        }
        return GroupFindGroupResponse.newBuilder()
                .setGroup(GroupMapper.map(view, folder))
                .build();
    }

    private GroupCreateSubGroupResponse createSubGroup(GroupCreateSubGroupRequest request) {
        FolderEntry parent = require(request.getGroup());
        int none = Units.NONE;
        long number = farm.directory()
                .create(
                        EntryKind.FOLDER,
                        FolderEntry.encode(
                                parent.showNumber(),
                                parent.number(),
                                0,
                                none,
                                0,
                                none,
                                none,
                                none,
                                none,
                                none,
                                none,
                                request.getName(),
                                UNKNOWN_DEPARTMENT));
        FolderEntry created =
                farm.directory().require(EntryKind.FOLDER, farm.ids().record(EntityKind.FOLDER, number));
        return GroupCreateSubGroupResponse.newBuilder()
                .setGroup(GroupMapper.map(new View(farm), created))
                .build();
    }

    private void delete(FolderEntry folder) {
        int held = jobs.ofFolder(new View(farm), folder.number(), folder.showNumber())
                .size();
        if (held > 0) {
            throw precondition("Group " + folder.name() + " holds " + held + " jobs: move them first.");
        }
        farm.directory().remove(EntryKind.FOLDER, folder.number());
    }

    private void text(Group stub, int index, String value) {
        farm.directory().change(EntryKind.FOLDER, stub.getId(), RecordChange.text(index, value));
    }

    private void reparent(FolderEntry parent, List<Group> stubs) {
        for (Group stub : stubs) {
            FolderEntry folder = require(stub);
            if (folder.showNumber() != parent.showNumber()) {
                throw invalid("Group " + folder.name() + " is another show's than group " + parent.name() + ".");
            }
            farm.directory()
                    .change(
                            EntryKind.FOLDER,
                            folder,
                            RecordChange.fields(
                                    FolderRecordEncoder::new, record -> record.parentNumber(parent.number())));
        }
    }
}
