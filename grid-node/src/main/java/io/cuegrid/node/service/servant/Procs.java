package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.host.ProcSearchCriteria;
import io.cuegrid.core.sbe.HostRowDecoder;
import io.cuegrid.core.sbe.ProcRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.criteria.ProcCriteria;
import io.cuegrid.node.service.mapping.Lookups.JobFacts;
import io.cuegrid.node.service.mapping.ProcMapper;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds procs. Threading: any thread. */
final class Procs {
    private final Farm farm;

    Procs(Farm farm) {
        this.farm = farm;
    }

    /**
     * A proc with the numbers that other things are found by.
     *
     * @param unbooked whether it leaves after its frame already
     */
    record Found(
            Proc proc,
            Cell cell,
            long procNumber,
            long hostNumber,
            long jobNumber,
            int layerIndex,
            int frameOrdinal,
            long startedMillis,
            boolean unbooked,
            String hostName) {}

    /** The id of a proc that a request names. */
    EntityId require(Proc proc) {
        return farm.ids().require(proc.getId(), EntityKind.PROC, "proc");
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Found get(View view, EntityId id) {
        Cell cell = farm.cellOf(id);
        List<Found> found = new ArrayList<>();
        ProcRowDecoder row = new ProcRowDecoder();
        cell.machine().read(RowQuery.proc(id.procNumber()), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.procNumber() == id.procNumber()) {
                found.add(found(view, cell, row));
            }
            return found.isEmpty();
        });
        if (found.isEmpty()) {
            throw Ids.missing("proc", id + ". Its frame may have ended");
        }
        return found.get(0);
    }

    List<Found> ofHost(View view, EntityId host) {
        Cell cell = farm.cellOf(host);
        List<Found> found = new ArrayList<>();
        ProcRowDecoder row = new ProcRowDecoder();
        cell.machine().read(RowQuery.procs().withHost(host.number()), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.hostNumber() == host.number()) {
                found.add(found(view, cell, row));
            }
            return true;
        });
        return found;
    }

    /** All that match, by host and start; the part that the criteria cut out is the caller's to cut. */
    List<Found> search(View view, ProcCriteria criteria) {
        List<Found> found = new ArrayList<>();
        for (Cell cell : farm.cells()) {
            Map<Long, String> allocations = criteria.asksAllocations() ? allocations(view, cell) : Map.of();
            ProcRowDecoder row = new ProcRowDecoder();
            cell.machine().read(RowQuery.procs(), (buffer, offset, length) -> {
                Sbe.wrap(row, buffer, offset);
                if (matches(view, cell, row, criteria, allocations)) {
                    found.add(found(view, cell, row));
                }
                return true;
            });
        }
        found.sort(Comparator.comparing(Found::hostName)
                .thenComparingLong(Found::startedMillis)
                .thenComparingLong(Found::procNumber));
        return found;
    }

    /** Those that match and are not unbooked already, oldest first. */
    List<Found> unbookable(View view, ProcSearchCriteria request) {
        ProcCriteria criteria = new ProcCriteria(request);
        return search(view, criteria).stream()
                .filter(proc -> !proc.unbooked())
                .sorted(Comparator.comparingLong(Found::startedMillis).thenComparingLong(Found::procNumber))
                .skip(criteria.firstIndex())
                .limit(criteria.maxResults())
                .toList();
    }

    private static boolean matches(
            View view, Cell cell, ProcRowDecoder row, ProcCriteria criteria, Map<Long, String> allocations) {
        long seconds = Math.max(0, view.nowMillis() - row.startedMillis()) / 1_000;
        if (!criteria.matchesSizes(row.memoryKib(), seconds)) {
            return false;
        }
        JobFacts job = view.lookups().job(cell, row.jobNumber());
        return criteria.matchesNames(
                view.catalog().showName(job.showNumber()),
                job.name(),
                view.lookups().layerName(cell, row.jobNumber(), row.layerIndex()),
                view.lookups().hostName(cell, row.hostNumber()),
                allocations.getOrDefault(row.hostNumber(), ""));
    }

    private static Map<Long, String> allocations(View view, Cell cell) {
        Map<Long, String> names = new HashMap<>();
        HostRowDecoder row = new HostRowDecoder();
        cell.machine().read(RowQuery.hosts(), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            names.put(row.hostNumber(), view.catalog().allocationName(row.allocationNumber()));
            return true;
        });
        return names;
    }

    private static Found found(View view, Cell cell, ProcRowDecoder row) {
        return new Found(
                ProcMapper.map(view, cell, row),
                cell,
                row.procNumber(),
                row.hostNumber(),
                row.jobNumber(),
                row.layerIndex(),
                row.frameOrdinal(),
                row.startedMillis(),
                Sbe.is(row.unbooked()),
                view.lookups().hostName(cell, row.hostNumber()));
    }
}
