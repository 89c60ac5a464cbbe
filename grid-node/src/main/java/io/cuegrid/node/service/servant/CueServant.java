package io.cuegrid.node.service.servant;

import io.cuegrid.api.opencue.cue.CueGetSystemStatsRequest;
import io.cuegrid.api.opencue.cue.CueGetSystemStatsResponse;
import io.cuegrid.api.opencue.cue.CueInterfaceGrpc;
import io.cuegrid.api.opencue.cue.SystemStats;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.rpc.MethodTable;

/**
 * CueInterface.GetSystemStats. Most of its figures count queues and thread pools that a grid does not have; those stay
 * 0. Bookings and completions are counted by the cells since they were made.
 *
 * <p>Threading: any thread.
 */
final class CueServant {
    private final Farm farm;

    CueServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.on(CueInterfaceGrpc.getGetSystemStatsMethod(), this::stats);
    }

    private CueGetSystemStatsResponse stats(CueGetSystemStatsRequest request) {
        long[] booked = {0};
        long[] completed = {0};
        CellRowDecoder row = new CellRowDecoder();
        for (Cell cell : farm.cells()) {
            cell.machine().read(RowQuery.cell(), (buffer, offset, length) -> {
                Sbe.wrap(row, buffer, offset);
                booked[0] += row.booked();
                completed[0] += row.completed();
                return true;
            });
        }
        return CueGetSystemStatsResponse.newBuilder()
                .setStats(SystemStats.newBuilder()
                        .setBookedProcs(booked[0])
                        .setBookingExecuted(booked[0])
                        .setReportExecuted(completed[0])
                        .setUnbookedProcs(completed[0]))
                .build();
    }
}
