package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.DispatchMode;
import io.cuegrid.api.grid.SetDelayRuleRequest;
import io.cuegrid.api.grid.SetDelayRuleResponse;
import io.cuegrid.api.grid.SetLimitCountingRequest;
import io.cuegrid.api.grid.SetLimitCountingResponse;
import io.cuegrid.api.grid.SetModeRequest;
import io.cuegrid.api.grid.SetModeResponse;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.core.sbe.WorkMode;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.List;

/** DispatchInterface: rules of booking. Threading: any thread. */
final class DispatchServant {
    private final Farm farm;

    DispatchServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.doing(DispatchInterfaceGrpc.getSetModeMethod(), this::setMode, SetModeResponse.getDefaultInstance())
                .doing(
                        DispatchInterfaceGrpc.getSetDelayRuleMethod(),
                        this::setDelayRule,
                        SetDelayRuleResponse.getDefaultInstance())
                .doing(
                        DispatchInterfaceGrpc.getSetLimitCountingMethod(),
                        this::setLimitCounting,
                        SetLimitCountingResponse.getDefaultInstance());
    }

    private void setMode(SetModeRequest request) {
        WorkMode mode = mode(request.getMode());
        if (request.getAsFacility() && request.getShow().isEmpty()) {
            throw Problem.invalid("as_facility is for a show: say which.");
        }
        long show = request.getShow().isEmpty() ? 0 : show(request.getShow());
        for (Cell cell : cells(request.getFacility())) {
            farm.catchUp().send(cell.machine(), Commands.setMode(show, mode, request.getAsFacility()));
        }
    }

    private void setDelayRule(SetDelayRuleRequest request) {
        for (Cell cell : cells(request.getFacility())) {
            cell.machine().send(Commands.setDelayRule(request.getExitStatus(), request.getMinutes()));
        }
    }

    private void setLimitCounting(SetLimitCountingRequest request) {
        List<LimitEntry> found = farm.directory().named(EntryKind.LIMIT, request.getLimit());
        if (found.isEmpty()) {
            throw Ids.missing("limit", "'" + request.getLimit() + "'");
        }
        farm.directory()
                .change(
                        EntryKind.LIMIT,
                        found.get(0),
                        RecordChange.fields(
                                LimitRecordEncoder::new, limit -> limit.perHost(Sbe.of(request.getHosts()))));
    }

    private long show(String name) {
        List<ShowEntry> found = farm.directory().named(EntryKind.SHOW, name);
        if (found.isEmpty()) {
            throw Ids.missing("show", "'" + name + "'");
        }
        return found.get(0).number();
    }

    private List<Cell> cells(String facility) {
        if (facility.isEmpty()) {
            return farm.cells();
        }
        Cell cell = farm.cellOf(facility);
        if (cell == null) {
            throw Ids.missing("facility", "'" + facility + "'");
        }
        return List.of(cell);
    }

    private static WorkMode mode(DispatchMode mode) {
        return switch (mode) {
            case PRIORITY -> WorkMode.PRIORITY;
            case FIFO -> WorkMode.FIFO;
            case BALANCED -> WorkMode.BALANCED;
            case PROPORTIONAL -> WorkMode.PROPORTIONAL;
            case UNRECOGNIZED -> throw Problem.invalid("The request names no mode that this version knows.");
        };
    }
}
