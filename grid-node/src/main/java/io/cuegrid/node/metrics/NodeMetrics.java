package io.cuegrid.node.metrics;

import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.gateway.metrics.Meters;
import io.cuegrid.gateway.metrics.ProcessMetrics;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.counters.LinkCount;
import io.cuegrid.node.counters.LoopCount;
import io.cuegrid.node.counters.LoopCounters;
import io.cuegrid.node.counters.Pushback;
import io.cuegrid.node.counters.RunEnd;
import io.cuegrid.node.dispatch.DispatchLoop;
import io.cuegrid.node.dispatch.LeaderState;
import io.cuegrid.node.grid.ReplicaPresence;
import io.cuegrid.node.metrics.CellFigures.Figures;
import io.cuegrid.persistence.history.HistoryState;
import io.cuegrid.persistence.history.HistoryWriter;
import io.cuegrid.persistence.journal.DiskReserve;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers a node's catalogue. Nothing is pushed: a scrape asks the counters, the loops and the cells' own summaries.
 *
 * <p>Threading: cells are added by the node's threads, scrapes come on any.
 */
public final class NodeMetrics {
    private static final double NANOS = 1e-9;
    private static final double MILLIS = 1e-3;
    private static final String DIRECTORY = "directory";

    private final Meters meters;
    private final ReplicaPresence presence;
    private final BucketSeries batchDuration;
    private final BucketSeries batchCommands;
    private final BucketSeries batchEvents;
    private final BucketSeries readWait;

    public NodeMetrics(PrometheusMeterRegistry registry, ReplicaPresence presence, DiskReserve disk) {
        this.meters = new Meters(registry);
        this.presence = presence;
        PrometheusRegistry series = registry.getPrometheusRegistry();
        batchDuration = new BucketSeries(NodeMetric.BATCH_DURATION, NANOS, series);
        batchCommands = new BucketSeries(NodeMetric.BATCH_COMMANDS, 1, series);
        batchEvents = new BucketSeries(NodeMetric.BATCH_EVENTS, 1, series);
        readWait = new BucketSeries(NodeMetric.READ_WAIT, NANOS, series);
        meters.gauge(NodeMetric.MEMBERS, presence::members);
        meters.gauge(NodeMetric.JOURNAL_FREE, disk::usableBytes);
        meters.gauge(NodeMetric.JOURNAL_RESERVE, disk::reserveBytes);
        ProcessMetrics.bind(registry);
    }

    /** A cell, or the directory, is known here from now on; once each. */
    public void add(CellSources cell) {
        loop(cell);
        batches(cell);
        disk(cell);
        history(cell);
        if (!cell.name().equals(DIRECTORY)) {
            dispatch(cell);
            hosts(cell);
            state(cell);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void loop(CellSources cell) {
        DispatchLoop loop = cell.machine().loop();
        String name = cell.name();
        meters.gauge(NodeMetric.LEADER, () -> loop.state() == LeaderState.LEADING ? 1 : 0, name);
        for (LeaderState state : LeaderState.values()) {
            meters.gauge(NodeMetric.LOOP_STATE, () -> loop.state() == state ? 1 : 0, name, word(state));
        }
        meters.gauge(NodeMetric.EPOCH, loop::epochNumber, name);
        meters.gauge(NodeMetric.SEQUENCE, loop::acknowledgedSequence, name);
        meters.gauge(NodeMetric.REPLICAS_IN_SYNC, loop::replicasInSync, name);
        meters.gauge(NodeMetric.REPLICAS_WANTED, presence::wanted, name);
        meters.gauge(NodeMetric.INBOUND_FILL, () -> loop.inbound().fill(), name);
        meters.gauge(NodeMetric.REPLIES_PENDING, loop::repliesPending, name);
        meters.gauge(NodeMetric.READS_WAITING, loop::readsWaiting, name);
        for (Pushback bound : Pushback.values()) {
            meters.counter(NodeMetric.PUSHBACKS, () -> loop.counters().count(bound), name, word(bound));
        }
    }

    private void batches(CellSources cell) {
        LoopCounters counters = cell.machine().loop().counters().loop();
        String name = cell.name();
        count(NodeMetric.COMMANDS, LoopCount.COMMANDS, cell);
        count(NodeMetric.STEPS, LoopCount.STEPS, cell);
        count(NodeMetric.BATCHES_HELD, LoopCount.BATCHES_HELD, cell);
        count(NodeMetric.LEAD_DOUBTS, LoopCount.DOUBTS, cell);
        for (ReplyCode code : ReplyCode.values()) {
            if (code != ReplyCode.OK && code != ReplyCode.NULL_VAL) {
                meters.counter(NodeMetric.COMMANDS_REFUSED, () -> counters.refused(code), name, word(code));
            }
        }
        batchDuration.put(name, counters.batchNanos());
        batchCommands.put(name, counters.batchCommands());
        batchEvents.put(name, counters.batchEvents());
        readWait.put(name, counters.readWaitNanos());
    }

    private void count(NodeMetric metric, LoopCount what, CellSources cell) {
        LoopCounters counters = cell.machine().loop().counters().loop();
        meters.counter(metric, () -> counters.count(what), cell.name());
    }

    private void disk(CellSources cell) {
        String name = cell.name();
        DispatchLoop loop = cell.machine().loop();
        meters.counter(NodeMetric.JOURNAL_WRITTEN, () -> loop.local().store().writtenBytes(), name);
        meters.gauge(NodeMetric.JOURNAL_SYNC_LAG, () -> loop.local().store().syncLagMillis() * MILLIS, name);
        Supplier<SnapshotStore.@Nullable Written> snapshot = cell.snapshot();
        meters.gauge(
                NodeMetric.SNAPSHOT_AGE,
                of(snapshot, last -> Math.max(0, System.currentTimeMillis() - last.endMillis()) * MILLIS),
                name);
        meters.gauge(NodeMetric.SNAPSHOT_DURATION, of(snapshot, last -> last.durationMillis() * MILLIS), name);
        meters.gauge(NodeMetric.SNAPSHOT_SIZE, of(snapshot, SnapshotStore.Written::bytes), name);
    }

    private void history(CellSources cell) {
        String name = cell.name();
        Supplier<@Nullable HistoryWriter> history = cell.history();
        meters.gauge(NodeMetric.HISTORY_UP, of(history, writer -> writer.state() == HistoryState.UP ? 1 : 0), name);
        meters.gauge(NodeMetric.HISTORY_LAG_BATCHES, of(history, HistoryWriter::lagBatches), name);
        meters.gauge(NodeMetric.HISTORY_LAG_SECONDS, of(history, writer -> writer.lagMillis() * MILLIS), name);
        meters.counter(NodeMetric.HISTORY_ROWS, of(history, HistoryWriter::writtenRows), name);
    }

    /** 0 while there is none. */
    private static <T> DoubleSupplier of(Supplier<@Nullable T> source, ToDoubleFunction<T> figure) {
        return () -> {
            @Nullable T now = source.get();
            return now == null ? 0 : figure.applyAsDouble(now);
        };
    }

    private void dispatch(CellSources cell) {
        LoopCounters counters = cell.machine().loop().counters().loop();
        count(NodeMetric.BOOKINGS, LoopCount.BOOKINGS, cell);
        count(NodeMetric.ORDERS_REPEATED, LoopCount.ORDERS_REPEATED, cell);
        count(NodeMetric.KILLS, LoopCount.KILLS, cell);
        count(NodeMetric.HOSTS_LOST, LoopCount.HOSTS_LOST, cell);
        for (RunEnd end : RunEnd.values()) {
            meters.counter(NodeMetric.LIFECYCLES, () -> counters.ended(end), cell.name(), word(end));
        }
    }

    private void hosts(CellSources cell) {
        CellCounters counters = cell.machine().loop().counters();
        String name = cell.name();
        meters.gauge(NodeMetric.HOST_STREAMS, () -> cell.streams().getAsInt(), name);
        meters.counter(NodeMetric.HEARTBEATS, () -> counters.count(LinkCount.HEARTBEATS_TAKEN), name);
        meters.counter(NodeMetric.HEARTBEATS_DROPPED, () -> counters.count(LinkCount.HEARTBEATS_DROPPED), name);
        meters.counter(NodeMetric.ORDERS_SENT, () -> counters.count(LinkCount.ORDERS_SENT), name);
        meters.counter(
                NodeMetric.COMPLETIONS_ACKNOWLEDGED, () -> counters.count(LinkCount.COMPLETIONS_ACKNOWLEDGED), name);
    }

    private void state(CellSources cell) {
        CellFigures figures = new CellFigures(cell.machine());
        figure(NodeMetric.FRAMES, figures, Figures::waiting, cell.name(), "waiting");
        figure(NodeMetric.FRAMES, figures, Figures::running, cell.name(), "running");
        figure(NodeMetric.FRAMES, figures, Figures::depend, cell.name(), "depend");
        figure(NodeMetric.FRAMES, figures, Figures::dead, cell.name(), "dead");
        figure(NodeMetric.FRAMES, figures, Figures::succeeded, cell.name(), "succeeded");
        figure(NodeMetric.FRAMES, figures, Figures::eaten, cell.name(), "eaten");
        figure(NodeMetric.JOBS, figures, Figures::jobsPending, cell.name(), "pending");
        figure(NodeMetric.JOBS, figures, Figures::jobsFinished, cell.name(), "finished");
        figure(NodeMetric.PROCS, figures, Figures::procs, cell.name());
        figure(NodeMetric.HOSTS, figures, Figures::hostsUp, cell.name(), "up");
        figure(NodeMetric.HOSTS, figures, Figures::hostsDown, cell.name(), "down");
        figure(NodeMetric.HOSTS_LOCKED, figures, Figures::hostsLocked, cell.name());
        figure(NodeMetric.CORES, figures, Figures::cores, cell.name());
        figure(NodeMetric.CORES_BOOKED, figures, Figures::coresBooked, cell.name());
    }

    private void figure(NodeMetric metric, CellFigures figures, ToDoubleFunction<Figures> which, String... tagValues) {
        meters.gauge(metric, () -> which.applyAsDouble(figures.get()), tagValues);
    }
}
