package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.invalid;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.show.ShowCreateSubscriptionRequest;
import io.cuegrid.api.opencue.show.ShowCreateSubscriptionResponse;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.subscription.SubscriptionDeleteResponse;
import io.cuegrid.api.opencue.subscription.SubscriptionFindRequest;
import io.cuegrid.api.opencue.subscription.SubscriptionFindResponse;
import io.cuegrid.api.opencue.subscription.SubscriptionGetResponse;
import io.cuegrid.api.opencue.subscription.SubscriptionInterfaceGrpc;
import io.cuegrid.api.opencue.subscription.SubscriptionSetBurstResponse;
import io.cuegrid.api.opencue.subscription.SubscriptionSetSizeResponse;
import io.cuegrid.core.sbe.SubscriptionRecordEncoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.SubscriptionEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.SubscriptionMapper;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;

/** SubscriptionInterface, and the creation in ShowInterface. Threading: any thread. */
final class SubscriptionServant {
    /** facility, allocation, show. */
    private static final int NAME_PARTS = 3;

    private final Farm farm;

    SubscriptionServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable subscription, MethodTable show) {
        subscription
                .on(
                        SubscriptionInterfaceGrpc.getGetMethod(),
                        request -> SubscriptionGetResponse.newBuilder()
                                .setSubscription(SubscriptionMapper.map(
                                        new View(farm),
                                        farm.directory().require(EntryKind.SUBSCRIPTION, request.getId())))
                                .build())
                .on(SubscriptionInterfaceGrpc.getFindMethod(), this::find)
                .doing(
                        SubscriptionInterfaceGrpc.getSetSizeMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.SUBSCRIPTION,
                                        request.getSubscription().getId(),
                                        RecordChange.fields(
                                                SubscriptionRecordEncoder::new,
                                                record -> record.sizeCoreUnits(
                                                        Numbers.atLeastZero("size", request.getNewSize())))),
                        SubscriptionSetSizeResponse.getDefaultInstance())
                .doing(
                        SubscriptionInterfaceGrpc.getSetBurstMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.SUBSCRIPTION,
                                        request.getSubscription().getId(),
                                        RecordChange.fields(
                                                SubscriptionRecordEncoder::new,
                                                record -> record.burstCoreUnits(
                                                        Numbers.atLeastZero("burst", request.getBurst())))),
                        SubscriptionSetBurstResponse.getDefaultInstance())
                .doing(
                        SubscriptionInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.SUBSCRIPTION,
                                        farm.directory()
                                                .require(
                                                        EntryKind.SUBSCRIPTION,
                                                        request.getSubscription()
                                                                .getId())
                                                .number()),
                        SubscriptionDeleteResponse.getDefaultInstance());
        show.on(ShowInterfaceGrpc.getCreateSubscriptionMethod(), this::create);
    }

    private SubscriptionFindResponse find(SubscriptionFindRequest request) {
        if (request.getName().split("\\.", -1).length < NAME_PARTS) {
            throw invalid("'" + request.getName()
                    + "' is no name of a subscription; write it like local.general.testing, facility, allocation and"
                    + " show.");
        }
        View view = new View(farm);
        SubscriptionEntry found = view.catalog()
                .first(
                        EntryKind.SUBSCRIPTION,
                        entry -> view.catalog().subscriptionName(entry).equals(request.getName()));
        if (found == null) {
            throw Ids.missing("subscription", "'" + request.getName() + "'");
        }
        return SubscriptionFindResponse.newBuilder()
                .setSubscription(SubscriptionMapper.map(view, found))
                .build();
    }

    /** Takes cores; the subscription itself counts in core units. */
    private ShowCreateSubscriptionResponse create(ShowCreateSubscriptionRequest request) {
        long show = farm.directory()
                .require(EntryKind.SHOW, request.getShow().getId())
                .number();
        long allocation = farm.directory()
                .require(EntryKind.ALLOCATION, request.getAllocationId())
                .number();
        long number = farm.directory()
                .create(
                        EntryKind.SUBSCRIPTION,
                        SubscriptionEntry.encode(
                                show,
                                allocation,
                                Numbers.atLeastZero("size", Units.coreUnits(request.getSize())),
                                Numbers.atLeastZero("burst", Units.coreUnits(request.getBurst()))));
        SubscriptionEntry created =
                farm.directory().require(EntryKind.SUBSCRIPTION, farm.ids().record(EntityKind.SUBSCRIPTION, number));
        return ShowCreateSubscriptionResponse.newBuilder()
                .setSubscription(SubscriptionMapper.map(new View(farm), created))
                .build();
    }
}
