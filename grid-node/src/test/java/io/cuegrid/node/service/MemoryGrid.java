package io.cuegrid.node.service;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.cell.Cell;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogUpdateEncoder;
import io.cuegrid.core.sbe.CellCreatedEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.UserActedDecoder;
import io.cuegrid.core.sbe.WorkMode;
import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.access.MachineAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A farm of real state machines in one process: a seeded directory and a cell a facility. */
public final class MemoryGrid implements GridAccess {
    /** Part of every id of this grid. */
    public static final int INCARNATION = 0x0C0FFEE0;
    /** Where the test's clock starts: 2026-01-01. */
    public static final long START_MILLIS = 1_767_225_600_000L;

    private final AtomicLong clock = new AtomicLong(START_MILLIS);
    private final List<String> facilities;
    private final List<MemoryMachine> cells = new ArrayList<>();
    private final List<MemoryHosts> hosts = new ArrayList<>();
    private final Map<Long, HostVitals> vitals = new HashMap<>();
    private final MemoryMachine directory;
    private final List<String> usersActed = new ArrayList<>();

    /** @param maxJobs of each cell */
    public MemoryGrid(List<String> facilities, int maxJobs) {
        this.facilities = List.copyOf(facilities);
        for (int i = 0; i < facilities.size(); i++) {
            MemoryHosts hosts = new MemoryHosts();
            MemoryMachine cell = new MemoryMachine(i + 1, newCell(i + 1, maxJobs), clock::get, events -> {
                noteUsers(events);
                hosts.onEvents(events);
            });
            hosts.of(cell);
            cells.add(cell);
            this.hosts.add(hosts);
        }
        directory = new MemoryMachine(0, new Directory(), clock::get, this::tellCells);
        MessageListWriter seed = new MessageListWriter(4096);
        for (byte[] command : Seed.commands(facilities)) {
            seed.append(new UnsafeBuffer(command), 0, command.length);
        }
        directory.run(seed);
    }

    static Cell newCell(int number, int maxJobs) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        CellCreatedEncoder created = new CellCreatedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .facilityNumber(number)
                .cell(number)
                .incarnation(INCARNATION)
                .timeMillis(START_MILLIS)
                .workMode(WorkMode.PRIORITY)
                .maxHosts(100)
                .maxJobs(maxJobs)
                .maxFrames(3_000_000)
                .maxRetainedFrames(1_000_000)
                .maxDocumentBytes(1L << 28);
        Cell cell = new Cell();
        cell.apply(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + created.encodedLength());
        return cell;
    }

    /** The hosts of a facility. */
    public MemoryHosts hosts(String facility) {
        return hosts.get(facilities.indexOf(facility));
    }

    /** "user: reason" of each user's command that changed something, in order. */
    public List<String> usersActed() {
        return usersActed;
    }

    private void noteUsers(MessageListWriter events) {
        MessageListReader list = new MessageListReader().wrap(events.buffer(), 0, events.length());
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        while (list.next()) {
            if (header.wrap(list.buffer(), list.offset()).templateId() == UserActedDecoder.TEMPLATE_ID) {
                UserActedDecoder acted =
                        new UserActedDecoder().wrapAndApplyHeader(list.buffer(), list.offset(), header);
                String user = acted.user();
                if (!user.isEmpty()) {
                    usersActed.add(user + ": " + acted.reason());
                }
            }
        }
    }

    private void tellCells(MessageListWriter events) {
        noteUsers(events);
        MessageListWriter updates = new MessageListWriter(256);
        MessageListReader list = new MessageListReader().wrap(events.buffer(), 0, events.length());
        CatalogChangedDecoder event = new CatalogChangedDecoder();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        while (list.next()) {
            if (header.wrap(list.buffer(), list.offset()).templateId() != CatalogChangedDecoder.TEMPLATE_ID) {
                continue;
            }
            event.wrapAndApplyHeader(list.buffer(), list.offset(), header);
            CatalogUpdateEncoder update = new CatalogUpdateEncoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                    .correlationId(0)
                    .directoryVersion(event.directoryVersion())
                    .operation(event.operation())
                    .kind(event.kind())
                    .number(event.number());
            byte[] record = new byte[event.recordLength()];
            event.getRecord(record, 0, record.length);
            update.putRecord(record, 0, record.length);
            DirectBuffer message = buffer;
            updates.append(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + update.encodedLength());
        }
        if (updates.count() > 0) {
            cells.forEach(cell -> cell.run(updates));
        }
    }

    /** Epoch milliseconds as the farm sees them. */
    public long nowMillis() {
        return clock.get();
    }

    public void advance(long millis) {
        clock.addAndGet(millis);
    }

    /** Puts a heartbeat where the services look for it. */
    public void heard(long hostNumber, HostVitals heard) {
        vitals.put(hostNumber, heard);
    }

    @Override
    public int incarnation() {
        return INCARNATION;
    }

    @Override
    public MachineAccess directory() {
        return directory;
    }

    @Override
    public List<String> facilities() {
        return facilities;
    }

    @Override
    public @Nullable MemoryMachine cell(String facility) {
        int index = facilities.indexOf(facility);
        return index < 0 ? null : cells.get(index);
    }

    @Override
    public @Nullable MemoryMachine cell(int cellNumber) {
        return cellNumber >= 1 && cellNumber <= cells.size() ? cells.get(cellNumber - 1) : null;
    }

    @Override
    public @Nullable HostVitals vitals(int cellNumber, long hostNumber) {
        return vitals.get(hostNumber);
    }
}
