package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.opencue.facility.AllocCreateRequest;
import io.cuegrid.api.opencue.facility.AllocFindRequest;
import io.cuegrid.api.opencue.facility.AllocGetAllRequest;
import io.cuegrid.api.opencue.facility.AllocGetDefaultRequest;
import io.cuegrid.api.opencue.facility.AllocSetBillableRequest;
import io.cuegrid.api.opencue.facility.Allocation;
import io.cuegrid.api.opencue.facility.AllocationInterfaceGrpc;
import io.cuegrid.api.opencue.facility.Facility;
import io.cuegrid.api.opencue.facility.FacilityGetRequest;
import io.cuegrid.api.opencue.facility.FacilityInterfaceGrpc;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupCreateSubGroupRequest;
import io.cuegrid.api.opencue.job.GroupFindGroupRequest;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupReparentGroupsRequest;
import io.cuegrid.api.opencue.job.GroupSeq;
import io.cuegrid.api.opencue.job.GroupSetMaxCoresRequest;
import io.cuegrid.api.opencue.job.GroupSetNameRequest;
import io.cuegrid.api.opencue.limit.LimitCreateRequest;
import io.cuegrid.api.opencue.limit.LimitDeleteRequest;
import io.cuegrid.api.opencue.limit.LimitFindRequest;
import io.cuegrid.api.opencue.limit.LimitGetAllRequest;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.limit.LimitRenameRequest;
import io.cuegrid.api.opencue.limit.LimitSetMaxValueRequest;
import io.cuegrid.api.opencue.service.Service;
import io.cuegrid.api.opencue.service.ServiceCreateServiceRequest;
import io.cuegrid.api.opencue.service.ServiceGetServiceRequest;
import io.cuegrid.api.opencue.service.ServiceInterfaceGrpc;
import io.cuegrid.api.opencue.service.ServiceUpdateRequest;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowArchiveRequest;
import io.cuegrid.api.opencue.show.ShowCreateServiceOverrideRequest;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowCreateSubscriptionRequest;
import io.cuegrid.api.opencue.show.ShowEnableBookingRequest;
import io.cuegrid.api.opencue.show.ShowFindShowRequest;
import io.cuegrid.api.opencue.show.ShowGetActiveShowsRequest;
import io.cuegrid.api.opencue.show.ShowGetRootGroupRequest;
import io.cuegrid.api.opencue.show.ShowGetServiceOverridesRequest;
import io.cuegrid.api.opencue.show.ShowGetSubscriptionRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowSetActiveRequest;
import io.cuegrid.api.opencue.subscription.Subscription;
import io.cuegrid.api.opencue.subscription.SubscriptionFindRequest;
import io.cuegrid.api.opencue.subscription.SubscriptionInterfaceGrpc;
import io.cuegrid.api.opencue.subscription.SubscriptionSetBurstRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shows, groups, subscriptions, allocations, limits and services over a real directory. */
class ConfigurationServicesTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
    private final GroupInterfaceGrpc.GroupInterfaceBlockingStub groups =
            GroupInterfaceGrpc.newBlockingStub(farm.channel());
    private final LimitInterfaceGrpc.LimitInterfaceBlockingStub limits =
            LimitInterfaceGrpc.newBlockingStub(farm.channel());
    private final AllocationInterfaceGrpc.AllocationInterfaceBlockingStub allocations =
            AllocationInterfaceGrpc.newBlockingStub(farm.channel());
    private final SubscriptionInterfaceGrpc.SubscriptionInterfaceBlockingStub subscriptions =
            SubscriptionInterfaceGrpc.newBlockingStub(farm.channel());
    private final ServiceInterfaceGrpc.ServiceInterfaceBlockingStub services =
            ServiceInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private Show testing() {
        return find("testing");
    }

    private Show find(String name) {
        return shows.findShow(ShowFindShowRequest.newBuilder().setName(name).build())
                .getShow();
    }

    private Show create(String name) {
        return shows.createShow(ShowCreateShowRequest.newBuilder().setName(name).build())
                .getShow();
    }

    @Test
    void shouldCreateAShowWithItsRootGroupAndConformedName() {
        Show show = create("Big-Film");

        assertThat(show.getName()).isEqualTo("big_film");
        assertThat(show.getActive()).isTrue();
        assertThat(find("big_film")).isEqualTo(show);
        Group root = shows.getRootGroup(
                        ShowGetRootGroupRequest.newBuilder().setShow(show).build())
                .getGroup();
        assertThat(root.getName()).isEqualTo("big_film");
        assertThat(root.getLevel()).isZero();
        assertThat(root.getParentId()).isEmpty();
    }

    @Test
    void shouldRefuseShowsThatExistOrAreNamedBadly() {
        assertRefused(Code.ALREADY_EXISTS, () -> create("testing"), "testing");
        assertRefused(Code.INVALID_ARGUMENT, () -> create("ab"), "too short");
        assertRefused(Code.INVALID_ARGUMENT, () -> create("a/bc"), "a/bc");
        assertRefused(Code.NOT_FOUND, () -> find("nothing"), "not found");
    }

    @Test
    void shouldSwitchShowsOnAndOff() {
        Show show = testing();
        shows.setActive(
                ShowSetActiveRequest.newBuilder().setShow(show).setValue(false).build());
        shows.enableBooking(ShowEnableBookingRequest.newBuilder()
                .setShow(show)
                .setEnabled(false)
                .build());

        assertThat(testing().getActive()).isFalse();
        assertThat(testing().getBookingEnabled()).isFalse();
        assertThat(testing().getDispatchEnabled()).isTrue();
        assertThat(shows.getActiveShows(ShowGetActiveShowsRequest.getDefaultInstance())
                        .getShows()
                        .getShowsList())
                .isEmpty();
    }

    @Test
    void shouldArchiveAShowIntoAnAliasOfAnother() {
        Show film = create("film");
        shows.archive(ShowArchiveRequest.newBuilder()
                .setShow(film)
                .setTargetShowName("testing")
                .build());

        assertThat(find("film_archive").getId()).isEqualTo(film.getId());
        assertRefused(Code.NOT_FOUND, () -> find("film"), "film");
        assertRefused(Code.ALREADY_EXISTS, () -> create("film"), "film");
    }

    @Test
    void shouldKeepSubscriptionsInCoreUnitsAndTakeCores() {
        Show show = create("film");
        Allocation cloud = allocations
                .find(AllocFindRequest.newBuilder().setName("cloud.general").build())
                .getAllocation();
        ShowCreateSubscriptionRequest request = ShowCreateSubscriptionRequest.newBuilder()
                .setShow(show)
                .setAllocationId(cloud.getId())
                .setSize(1.5f)
                .setBurst(20)
                .build();
        Subscription created = shows.createSubscription(request).getSubscription();

        assertThat(created.getSize()).isEqualTo(150);
        assertThat(created.getBurst()).isEqualTo(2_000);
        assertThat(created.getName()).isEqualTo("cloud.general.film");
        assertThat(created.getAllocationName()).isEqualTo("cloud.general");
        assertThat(created.getFacility()).isEqualTo("cloud");
        assertThat(created.getShowName()).isEqualTo("film");
        // the web client looks for this word
        assertRefused(Code.ALREADY_EXISTS, () -> shows.createSubscription(request), "alread");

        subscriptions.setBurst(SubscriptionSetBurstRequest.newBuilder()
                .setSubscription(created)
                .setBurst(77)
                .build());
        assertThat(subscriptions
                        .find(SubscriptionFindRequest.newBuilder()
                                .setName("cloud.general.film")
                                .build())
                        .getSubscription()
                        .getBurst())
                .isEqualTo(77);
        assertThat(shows.getSubscriptions(ShowGetSubscriptionRequest.newBuilder()
                                .setShow(show)
                                .build())
                        .getSubscriptions()
                        .getSubscriptionsCount())
                .isEqualTo(1);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> subscriptions.find(
                        SubscriptionFindRequest.newBuilder().setName("film").build()),
                "facility, allocation and show");
    }

    @Test
    void shouldNestGroupsAndRefuseLoops() {
        Group root = groups.findGroup(GroupFindGroupRequest.newBuilder()
                        .setShow("testing")
                        .setName("testing")
                        .build())
                .getGroup();
        Group fx = sub(root, "fx");
        Group smoke = sub(fx, "smoke");

        assertThat(smoke.getLevel()).isEqualTo(2);
        assertThat(smoke.getParentId()).isEqualTo(fx.getId());
        assertThat(smoke.getDepartment()).isEqualTo("Unknown");
        assertThat(smoke.getMaxCores()).isEqualTo(-1);
        assertRefused(Code.ALREADY_EXISTS, () -> sub(root, "fx"), "fx");
        assertRefused(Code.FAILED_PRECONDITION, () -> reparent(smoke, fx), "fx");

        groups.setMaxCores(GroupSetMaxCoresRequest.newBuilder()
                .setGroup(fx)
                .setMaxCores(12.7f)
                .build());
        groups.setName(
                GroupSetNameRequest.newBuilder().setGroup(fx).setName("effects").build());
        Group changed = groups.findGroup(GroupFindGroupRequest.newBuilder()
                        .setShow("testing")
                        .setName("effects")
                        .build())
                .getGroup();
        assertThat(changed.getMaxCores()).isEqualTo(12);
        assertThat(changed.getId()).isEqualTo(fx.getId());
    }

    private Group sub(Group parent, String name) {
        return groups.createSubGroup(GroupCreateSubGroupRequest.newBuilder()
                        .setGroup(parent)
                        .setName(name)
                        .build())
                .getGroup();
    }

    private void reparent(Group parent, Group child) {
        groups.reparentGroups(GroupReparentGroupsRequest.newBuilder()
                .setGroup(parent)
                .setGroups(GroupSeq.newBuilder().addGroups(child))
                .build());
    }

    @Test
    void shouldManageLimitsByName() {
        assertThat(limits.create(LimitCreateRequest.newBuilder()
                                .setName("arnold")
                                .setMaxValue(20)
                                .build())
                        .getLimit()
                        .getMaxValue())
                .isEqualTo(20);
        limits.setMaxValue(LimitSetMaxValueRequest.newBuilder()
                .setName("arnold")
                .setMaxValue(30)
                .build());
        limits.rename(LimitRenameRequest.newBuilder()
                .setOldName("arnold")
                .setNewName("arnold_8")
                .build());
        assertThat(limits.getAll(LimitGetAllRequest.getDefaultInstance()).getLimitsList())
                .singleElement()
                .satisfies(limit -> {
                    assertThat(limit.getName()).isEqualTo("arnold_8");
                    assertThat(limit.getMaxValue()).isEqualTo(30);
                });
        assertRefused(
                Code.NOT_FOUND,
                () -> limits.find(
                        LimitFindRequest.newBuilder().setName("arnold").build()),
                "'arnold'");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> limits.create(LimitCreateRequest.newBuilder()
                        .setName("x1")
                        .setMaxValue(-1)
                        .build()),
                "-1");
        limits.delete(LimitDeleteRequest.newBuilder().setName("arnold_8").build());
        assertThat(limits.getAll(LimitGetAllRequest.getDefaultInstance()).getLimitsCount())
                .isZero();
    }

    @Test
    void shouldFindAllocationsByIdNameAndShortNameBesideTheFacility() {
        Allocation general = allocations
                .getDefault(AllocGetDefaultRequest.getDefaultInstance())
                .getAllocation();
        assertThat(general.getName()).isEqualTo("local.general");
        assertThat(general.getFacility()).isEqualTo("local");
        Allocation farm1 = allocations
                .create(AllocCreateRequest.newBuilder()
                        .setName("farm1")
                        .setTag("farm1")
                        .setFacility(Facility.newBuilder().setName("cloud"))
                        .build())
                .getAllocation();
        assertThat(farm1.getName()).isEqualTo("cloud.farm1");
        allocations.setBillable(AllocSetBillableRequest.newBuilder()
                .setAllocation(Allocation.newBuilder().setFacility("cloud").setName("farm1"))
                .setValue(false)
                .build());
        assertThat(allocations
                        .getAll(AllocGetAllRequest.getDefaultInstance())
                        .getAllocations()
                        .getAllocationsList())
                .filteredOn(Allocation::getName, "cloud.farm1")
                .singleElement()
                .extracting(Allocation::getBillable)
                .isEqualTo(false);
        assertThat(FacilityInterfaceGrpc.newBlockingStub(farm.channel())
                        .get(FacilityGetRequest.newBuilder().setName("cloud").build())
                        .getFacility()
                        .getName())
                .isEqualTo("cloud");
    }

    @Test
    void shouldReplaceServicesAndOverrideThemForAShow() {
        Service created = services.createService(ServiceCreateServiceRequest.newBuilder()
                        .setData(Service.newBuilder()
                                .setName("vray")
                                .setMinCores(200)
                                .setMinMemory(4_000_000)
                                .addTags("general")
                                .addTags("gpu"))
                        .build())
                .getService();
        assertThat(created.getTagsList()).containsExactly("general", "gpu");
        services.update(ServiceUpdateRequest.newBuilder()
                .setService(created.toBuilder().setMinCores(300).clearTags().addTags("util"))
                .build());
        Service updated = services.getService(
                        ServiceGetServiceRequest.newBuilder().setName("vray").build())
                .getService();
        assertThat(updated.getMinCores()).isEqualTo(300);
        assertThat(updated.getTagsList()).containsExactly("util");

        Show show = testing();
        shows.createServiceOverride(ShowCreateServiceOverrideRequest.newBuilder()
                .setShow(show)
                .setService(updated.toBuilder().setTimeout(5))
                .build());
        assertThat(shows.getServiceOverrides(ShowGetServiceOverridesRequest.newBuilder()
                                .setShow(show)
                                .build())
                        .getServiceOverrides()
                        .getServiceOverridesList())
                .singleElement()
                .satisfies(override -> {
                    assertThat(override.getData().getName()).isEqualTo("vray");
                    assertThat(override.getData().getTimeout()).isEqualTo(5);
                    assertThat(override.getId()).isEqualTo(override.getData().getId());
                });
    }
}
