package io.cuegrid.node.service.mapping;

import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.UsageRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in use of shows, groups, subscriptions, allocations and limits, summed over the cells.
 *
 * <p>Threading: one request.
 */
public final class Usage {
    private final Farm farm;
    private @Nullable Map<Key, Totals> totals;

    Usage(Farm farm) {
        this.farm = farm;
    }

    /** Zeros when nothing is known. */
    public Totals of(RecordKind kind, long number) {
        Map<Key, Totals> known = totals;
        if (known == null) {
            known = load();
            totals = known;
        }
        return known.getOrDefault(new Key(kind, number), Totals.ZERO);
    }

    private Map<Key, Totals> load() {
        Map<Key, Totals> sums = new HashMap<>();
        UsageRowDecoder row = new UsageRowDecoder();
        for (Cell cell : farm.cells()) {
            cell.machine().read(RowQuery.usage(), (buffer, offset, length) -> {
                Sbe.wrap(row, buffer, offset);
                sums.merge(new Key(row.kind(), row.number()), Totals.of(row), Totals::plus);
                return true;
            });
        }
        return sums;
    }

    private record Key(RecordKind kind, long number) {}

    /** Core counts are in core units. */
    public record Totals(
            long coreUnits,
            long gpus,
            long running,
            long waiting,
            long dead,
            long depend,
            long jobs,
            int hosts,
            long idleCoreUnits,
            long availableCoreUnits,
            long lockedCoreUnits,
            int lockedHosts,
            int downHosts,
            long totalGpus,
            long idleGpus,
            long totalCoreUnits) {
        static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        static Totals of(UsageRowDecoder row) {
            return new Totals(
                    row.coreUnits(),
                    row.gpus(),
                    row.running(),
                    row.waiting(),
                    row.dead(),
                    row.depend(),
                    row.jobs(),
                    row.hosts(),
                    row.idleCoreUnits(),
                    row.availableCoreUnits(),
                    row.lockedCoreUnits(),
                    row.lockedHosts(),
                    row.downHosts(),
                    row.totalGpus(),
                    row.idleGpus(),
                    row.totalCoreUnits());
        }

        Totals plus(Totals other) {
            return new Totals(
                    coreUnits + other.coreUnits,
                    gpus + other.gpus,
                    running + other.running,
                    waiting + other.waiting,
                    dead + other.dead,
                    depend + other.depend,
                    jobs + other.jobs,
                    hosts + other.hosts,
                    idleCoreUnits + other.idleCoreUnits,
                    availableCoreUnits + other.availableCoreUnits,
                    lockedCoreUnits + other.lockedCoreUnits,
                    lockedHosts + other.lockedHosts,
                    downHosts + other.downHosts,
                    totalGpus + other.totalGpus,
                    idleGpus + other.idleGpus,
                    totalCoreUnits + other.totalCoreUnits);
        }
    }
}
