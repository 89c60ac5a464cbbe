package io.cuegrid.node.service.servant;

import io.cuegrid.api.opencue.limit.LimitCreateRequest;
import io.cuegrid.api.opencue.limit.LimitCreateResponse;
import io.cuegrid.api.opencue.limit.LimitDeleteResponse;
import io.cuegrid.api.opencue.limit.LimitFindResponse;
import io.cuegrid.api.opencue.limit.LimitGetAllRequest;
import io.cuegrid.api.opencue.limit.LimitGetAllResponse;
import io.cuegrid.api.opencue.limit.LimitGetResponse;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.limit.LimitRenameResponse;
import io.cuegrid.api.opencue.limit.LimitSetMaxValueResponse;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.mapping.LimitMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.Comparator;
import java.util.List;

/** LimitInterface. Limits are named in most requests. Threading: any thread. */
final class LimitServant {
    private static final int NAME = 0;

    private final Farm farm;

    LimitServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.on(LimitInterfaceGrpc.getGetAllMethod(), this::getAll)
                .on(
                        LimitInterfaceGrpc.getGetMethod(),
                        request -> LimitGetResponse.newBuilder()
                                .setLimit(LimitMapper.map(
                                        new View(farm), farm.directory().require(EntryKind.LIMIT, request.getId())))
                                .build())
                .on(
                        LimitInterfaceGrpc.getFindMethod(),
                        request -> LimitFindResponse.newBuilder()
                                .setLimit(LimitMapper.map(new View(farm), named(request.getName())))
                                .build())
                .on(LimitInterfaceGrpc.getCreateMethod(), this::create)
                .doing(
                        LimitInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.LIMIT,
                                        named(request.getName()).number()),
                        LimitDeleteResponse.getDefaultInstance())
                .doing(
                        LimitInterfaceGrpc.getRenameMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.LIMIT,
                                        named(request.getOldName()),
                                        RecordChange.text(NAME, request.getNewName())),
                        LimitRenameResponse.getDefaultInstance())
                .doing(
                        LimitInterfaceGrpc.getSetMaxValueMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.LIMIT,
                                        named(request.getName()),
                                        RecordChange.fields(
                                                LimitRecordEncoder::new,
                                                limit -> limit.maxValue(
                                                        Numbers.atLeastZero("limit", request.getMaxValue())))),
                        LimitSetMaxValueResponse.getDefaultInstance());
    }

    private LimitGetAllResponse getAll(LimitGetAllRequest request) {
        View view = new View(farm);
        LimitGetAllResponse.Builder response = LimitGetAllResponse.newBuilder();
        view.catalog().all(EntryKind.LIMIT).stream()
                .sorted(Comparator.comparing(LimitEntry::name))
                .forEach(limit -> response.addLimits(LimitMapper.map(view, limit)));
        return response.build();
    }

    private LimitCreateResponse create(LimitCreateRequest request) {
        int value = Numbers.atLeastZero("limit", request.getMaxValue());
        farm.directory().create(EntryKind.LIMIT, LimitEntry.encode(value, false, request.getName()));
        return LimitCreateResponse.newBuilder()
                .setLimit(LimitMapper.map(new View(farm), named(request.getName())))
                .build();
    }

    private LimitEntry named(String name) {
        List<LimitEntry> found = farm.directory().named(EntryKind.LIMIT, name);
        if (found.isEmpty()) {
            throw Ids.missing("limit", "'" + name + "'");
        }
        return found.get(0);
    }
}
