package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.notFound;

import io.cuegrid.api.opencue.job.GroupSeq;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowFindShowResponse;
import io.cuegrid.api.opencue.show.ShowGetActiveShowsResponse;
import io.cuegrid.api.opencue.show.ShowGetGroupsResponse;
import io.cuegrid.api.opencue.show.ShowGetJobsResponse;
import io.cuegrid.api.opencue.show.ShowGetRootGroupResponse;
import io.cuegrid.api.opencue.show.ShowGetShowsResponse;
import io.cuegrid.api.opencue.show.ShowGetSubscriptionResponse;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowSeq;
import io.cuegrid.api.opencue.subscription.SubscriptionSeq;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FolderEntry;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.GroupMapper;
import io.cuegrid.node.service.mapping.ShowMapper;
import io.cuegrid.node.service.mapping.SubscriptionMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.Comparator;
import java.util.function.Predicate;

/** ShowInterface: shows as they are and what belongs to them. Threading: any thread. */
final class ShowServant {
    private final Farm farm;
    private final Jobs jobs;

    ShowServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
    }

    void register(MethodTable table) {
        table.on(
                        ShowInterfaceGrpc.getGetShowsMethod(),
                        request -> ShowGetShowsResponse.newBuilder()
                                .setShows(shows(show -> true))
                                .build())
                .on(
                        ShowInterfaceGrpc.getGetActiveShowsMethod(),
                        request -> ShowGetActiveShowsResponse.newBuilder()
                                .setShows(shows(ShowEntry::active))
                                .build())
                .on(ShowInterfaceGrpc.getFindShowMethod(), this::find)
                .on(ShowInterfaceGrpc.getGetJobsMethod(), request -> {
                    ShowEntry show = require(request.getShow());
                    return ShowGetJobsResponse.newBuilder()
                            .setJobs(JobSeq.newBuilder().addAllJobs(jobs.ofShow(new View(farm), show.number())))
                            .build();
                })
                .on(ShowInterfaceGrpc.getGetGroupsMethod(), request -> {
                    ShowEntry show = require(request.getShow());
                    View view = new View(farm);
                    GroupSeq.Builder groups = GroupSeq.newBuilder();
                    for (FolderEntry folder : view.catalog().all(EntryKind.FOLDER)) {
                        if (folder.showNumber() == show.number()) {
                            groups.addGroups(GroupMapper.map(view, folder));
                        }
                    }
                    return ShowGetGroupsResponse.newBuilder().setGroups(groups).build();
                })
                .on(ShowInterfaceGrpc.getGetRootGroupMethod(), request -> {
                    ShowEntry show = require(request.getShow());
                    View view = new View(farm);
                    FolderEntry root = view.catalog().find(EntryKind.FOLDER, show.rootFolderNumber());
                    if (root == null) {
                        throw notFound("Group not found: show " + show.name() + " has no root group.");
                    }
                    return ShowGetRootGroupResponse.newBuilder()
                            .setGroup(GroupMapper.map(view, root))
                            .build();
                })
                .on(ShowInterfaceGrpc.getGetSubscriptionsMethod(), request -> {
                    ShowEntry show = require(request.getShow());
                    View view = new View(farm);
                    SubscriptionSeq.Builder found = SubscriptionSeq.newBuilder();
                    view.catalog().all(EntryKind.SUBSCRIPTION).stream()
                            .filter(subscription -> subscription.showNumber() == show.number())
                            .forEach(
                                    subscription -> found.addSubscriptions(SubscriptionMapper.map(view, subscription)));
                    return ShowGetSubscriptionResponse.newBuilder()
                            .setSubscriptions(found)
                            .build();
                });
    }

    private ShowEntry require(Show stub) {
        return farm.directory().require(EntryKind.SHOW, stub.getId());
    }

    private ShowSeq shows(Predicate<ShowEntry> wanted) {
        View view = new View(farm);
        ShowSeq.Builder shows = ShowSeq.newBuilder();
        view.catalog().all(EntryKind.SHOW).stream()
                .filter(wanted)
                .sorted(Comparator.comparing(ShowEntry::name))
                .forEach(show -> shows.addShows(ShowMapper.map(view, show)));
        return shows.build();
    }

    /** By its exact name; aliases count at launches only. */
    private ShowFindShowResponse find(ShowFindShowRequest request) {
        View view = new View(farm);
        ShowEntry show =
                view.catalog().first(EntryKind.SHOW, entry -> entry.name().equals(request.getName()));
        if (show == null) {
            throw notFound("Show not found: '" + request.getName() + "'.");
        }
        return ShowFindShowResponse.newBuilder()
                .setShow(ShowMapper.map(view, show))
                .build();
    }
}
