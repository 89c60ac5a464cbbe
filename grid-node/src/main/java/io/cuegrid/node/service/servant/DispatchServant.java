package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.DelayRule;
import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.DispatchMode;
import io.cuegrid.api.grid.FacilityRules;
import io.cuegrid.api.grid.GetRulesRequest;
import io.cuegrid.api.grid.GetRulesResponse;
import io.cuegrid.api.grid.SetDelayRuleRequest;
import io.cuegrid.api.grid.SetDelayRuleResponse;
import io.cuegrid.api.grid.SetLayerShareRequest;
import io.cuegrid.api.grid.SetLayerShareResponse;
import io.cuegrid.api.grid.SetLimitCountingRequest;
import io.cuegrid.api.grid.SetLimitCountingResponse;
import io.cuegrid.api.grid.SetModeRequest;
import io.cuegrid.api.grid.SetModeResponse;
import io.cuegrid.api.grid.ShowMode;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.core.sbe.RulesRowDecoder;
import io.cuegrid.core.sbe.WorkMode;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.List;

/** DispatchInterface: rules of booking. Threading: any thread. */
final class DispatchServant {
    /** Procs that a layer may have on a host whatever its share, when nobody says how many. */
    private static final int SHARE_PROCS = 8;

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
                        SetLimitCountingResponse.getDefaultInstance())
                .doing(
                        DispatchInterfaceGrpc.getSetLayerShareMethod(),
                        this::setLayerShare,
                        SetLayerShareResponse.getDefaultInstance())
                .on(DispatchInterfaceGrpc.getGetRulesMethod(), this::rules);
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

    private void setLayerShare(SetLayerShareRequest request) {
        int leastProcs = request.getLeastProcs() == 0 ? SHARE_PROCS : request.getLeastProcs();
        for (Cell cell : cells(request.getFacility())) {
            cell.machine().send(Commands.setLayerShare(request.getPercent(), leastProcs));
        }
    }

    private GetRulesResponse rules(GetRulesRequest request) {
        GetRulesResponse.Builder response = GetRulesResponse.newBuilder();
        List<ShowEntry> shows = farm.directory().read(EntryKind.SHOW);
        for (Cell cell : cells(request.getFacility())) {
            cell.machine().read(RowQuery.rules(), (buffer, offset, length) -> {
                response.addFacilities(facility(cell, shows, Sbe.wrap(new RulesRowDecoder(), buffer, offset)));
                return true;
            });
        }
        farm.directory().read(EntryKind.LIMIT).stream()
                .filter(LimitEntry::perHost)
                .forEach(limit -> response.addHostLimits(limit.name()));
        return response.build();
    }

    private static FacilityRules facility(Cell cell, List<ShowEntry> shows, RulesRowDecoder row) {
        FacilityRules.Builder rules = FacilityRules.newBuilder()
                .setFacility(cell.facility())
                .setModeValue(row.workMode().value())
                .setLayerSharePercent(row.layerSharePercent())
                .setLayerShareLeastProcs(row.layerSharePercent() == 0 ? 0 : row.layerShareProcs());
        for (RulesRowDecoder.ShowsDecoder show : row.shows()) {
            // the mode of a show that was removed since is nobody's
            long number = show.showNumber();
            int mode = show.showMode().value();
            shows.stream()
                    .filter(each -> each.number() == number)
                    .findFirst()
                    .ifPresent(each -> rules.addShows(
                            ShowMode.newBuilder().setShow(each.name()).setModeValue(mode)));
        }
        for (RulesRowDecoder.DelayRulesDecoder rule : row.delayRules()) {
            rules.addDelayRules(
                    DelayRule.newBuilder().setExitStatus(rule.exitStatus()).setMinutes(rule.minutes()));
        }
        return rules.build();
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
