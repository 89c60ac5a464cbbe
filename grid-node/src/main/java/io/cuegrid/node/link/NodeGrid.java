package io.cuegrid.node.link;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.Vitals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The grid as this node's services see it. Threading: any thread; cells are added as their facilities are learned. */
public final class NodeGrid implements GridAccess {
    /** A heartbeat that was read is shown for so long: it reaches the map as late by itself. */
    private static final long VITALS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Hosts whose heartbeats are held for that; all are dropped at this bound, and each soon after it is too old. */
    private static final int VITALS_SEEN_MAX = 20_000;

    private final IntSupplier incarnation;
    private final GridMember member;
    private final RoutedMachine directory;
    private final Map<Integer, Led> cells = new ConcurrentSkipListMap<>();

    private final Map<Long, Seen> vitalsSeen = new ConcurrentHashMap<>();
    private final AtomicLong sweptNanos = new AtomicLong(System.nanoTime());

    /** What the map held at a time of {@link System#nanoTime}. */
    private record Seen(long nanos, @Nullable HostVitals vitals) {}

    private record Led(String facility, RoutedMachine machine) {}

    public NodeGrid(IntSupplier incarnation, GridMember member, RoutedMachine directory) {
        this.incarnation = incarnation;
        this.member = member;
        this.directory = directory;
    }

    /** A facility was learned of, or got another name. */
    public void put(String facility, RoutedMachine machine) {
        cells.put(machine.cellNumber(), new Led(facility, machine));
    }

    @Override
    public int incarnation() {
        return incarnation.getAsInt();
    }

    @Override
    public MachineAccess directory() {
        return directory;
    }

    @Override
    public List<String> facilities() {
        return cells.values().stream().map(Led::facility).toList();
    }

    @Override
    public @Nullable MachineAccess cell(String facility) {
        return routed(facility);
    }

    /** As {@link #cell(String)}. */
    public @Nullable RoutedMachine routed(String facility) {
        for (Led led : cells.values()) {
            if (led.facility().equals(facility)) {
                return led.machine();
            }
        }
        return null;
    }

    @Override
    public @Nullable MachineAccess cell(int cellNumber) {
        @Nullable Led led = cells.get(cellNumber);
        return led == null ? null : led.machine();
    }

    /** All cells in order of their numbers. */
    public List<RoutedMachine> machines() {
        return cells.values().stream().map(Led::machine).toList();
    }

    /** The name of a cell's facility, empty when it is not known here. */
    public String facility(int cellNumber) {
        @Nullable Led led = cells.get(cellNumber);
        return led == null ? "" : led.facility();
    }

    @Override
    public @Nullable HostVitals vitals(int cellNumber, long hostNumber) {
        long key = Vitals.key(cellNumber, hostNumber);
        long now = System.nanoTime();
        @Nullable Seen seen = vitalsSeen.get(key);
        if (seen == null || now - seen.nanos() > VITALS_NANOS) {
            dropOld(now);
            seen = new Seen(now, read(key));
            if (vitalsSeen.size() >= VITALS_SEEN_MAX) {
                vitalsSeen.clear();
            }
            vitalsSeen.put(key, seen);
        }
        return seen.vitals();
    }

    private void dropOld(long now) {
        long swept = sweptNanos.get();
        if (now - swept > VITALS_NANOS && sweptNanos.compareAndSet(swept, now)) {
            vitalsSeen.values().removeIf(seen -> now - seen.nanos() > VITALS_NANOS);
        }
    }

    private @Nullable HostVitals read(long key) {
        byte @Nullable [] value = member.vitals().get(key);
        if (value == null) {
            return null;
        }
        try {
            return new HostVitals(Vitals.heardMillis(value), Heartbeat.parseFrom(Vitals.heartbeat(value)));
        } catch (InvalidProtocolBufferException damaged) {
            return null;
        }
    }
}
