package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.counters.LinkCount;
import io.cuegrid.node.dispatch.LocalMachine;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a welcomed daemon says into its cell's ring, message by message: reports first, then a mark that brings the
 * acknowledgement back. When the ring is full it goes on a little later where it stopped, and the daemon's next message
 * is not asked for before: the daemon keeps its completions on disk meanwhile.
 *
 * <p>Threading: gRPC's thread of the stream, or the timer while it waits for room; never both.
 */
final class HostFeed {
    private static final long FULL_MILLIS = 5;

    private final HostStream stream;
    private final CellHosts cell;
    private final LocalMachine machine;
    private final HostLinkService.VitalsSink vitals;
    private final ScheduledExecutorService timer;
    private @Nullable HostMessage message;
    private int position;

    HostFeed(HostStream stream, CellHosts cell, HostLinkService.VitalsSink vitals, ScheduledExecutorService timer) {
        this.stream = stream;
        this.cell = cell;
        this.machine = cell.machine();
        this.vitals = vitals;
        this.timer = timer;
    }

    void take(HostMessage next) {
        message = next;
        position = 0;
        if (next.getCompletionsCount() > 0) {
            stream.completions(next.getNumber(), next.getCompletionsCount());
        }
        if (next.hasHeartbeat()) {
            stream.heartbeat(next.getNumber());
            if (!vitals.put(machine.cellNumber(), stream.hostNumber(), next.getHeartbeat())) {
                machine.loop().counters().add(LinkCount.HEARTBEATS_DROPPED, 1);
            }
            cell.heartbeat(stream, next.getHeartbeat());
        }
        goOn();
    }

    private void goOn() {
        HostMessage current = message;
        if (current == null || stream.isClosed()) {
            return;
        }
        if (!feed(current)) {
            var unused = timer.schedule(this::goOn, FULL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        message = null;
        stream.requestNext();
    }

    private boolean feed(HostMessage current) {
        int started = current.getStartedCount();
        int completions = started + current.getCompletionsCount();
        int refused = completions + current.getRefusedCount();
        long host = stream.hostNumber();
        while (position < refused) {
            CommandEncoding command = position < started
                    ? HostCommands.started(host, current.getStarted(position).getProc())
                    : position < completions
                            ? HostCommands.completed(host, current.getCompletions(position - started))
                            : HostCommands.refused(host, current.getRefused(position - completions));
            if (!machine.offer(command)) {
                return false;
            }
            position++;
        }
        // an acknowledgement is not acknowledged in turn: that would never end; nor are starts alone, which the daemon
        // says again after a lost stream: the next acknowledgement, that of a heartbeat at the latest, tells of them
        // too
        if (refused > started) {
            return machine.mark(stream.id(), current.getNumber());
        }
        if (current.hasHeartbeat()) {
            cell.answerSoon(stream, current.getNumber());
        }
        return true;
    }
}
