package io.cuegrid.node.link;

import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.grid.GridMember;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A state machine wherever it is led. While nobody leads it, what is known not to have been decided waits and is sent
 * again; an unknown outcome is the caller's to judge and goes back at once.
 *
 * <p>Threading: any thread.
 */
public final class RoutedMachine implements MachineAccess {
    /** A failover takes one or two seconds; a cold start of a large cell longer, which the caller should hear of. */
    static final long ROUTE_MILLIS_MAX = 10_000;

    private static final long RETRY_MILLIS = 50;

    private final LocalMachine local;
    private final GridMember member;
    private final NodeChannels channels;
    private final ScheduledExecutorService timer;

    public RoutedMachine(LocalMachine local, GridMember member, NodeChannels channels, ScheduledExecutorService timer) {
        this.local = local;
        this.member = member;
        this.channels = channels;
        this.timer = timer;
    }

    @Override
    public int cellNumber() {
        return local.cellNumber();
    }

    /** This node's own side. */
    public LocalMachine local() {
        return local;
    }

    /** host:port of the node that leads, or is about to; empty: nobody. */
    public String leaderAddress() {
        GridMember.@Nullable Peer leader = member.isRunning() ? member.leaderOf(cellNumber()) : null;
        return leader == null ? "" : leader.grpcAddress();
    }

    /** Not while nobody leads: what is sent again then may come after what was sent later. */
    @Override
    public boolean keepsOrder() {
        return target().keepsOrder() && local.takesCommands();
    }

    @Override
    public CompletableFuture<CommandReply> submit(CommandEncoding command) {
        return route(machine -> machine.submit(command));
    }

    @Override
    public CompletableFuture<Rows> read(CommandEncoding query) {
        return route(machine -> machine.read(query));
    }

    private <T> CompletableFuture<T> route(Function<MachineAccess, CompletableFuture<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        attempt(call, answer, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUTE_MILLIS_MAX));
        return answer;
    }

    private <T> void attempt(
            Function<MachineAccess, CompletableFuture<T>> call, CompletableFuture<T> answer, long deadlineNanos) {
        CompletableFuture<T> result;
        try {
            result = call.apply(target());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            return;
        }
        var unused = result.whenComplete((value, error) -> {
            if (error == null) {
                answer.complete(value);
            } else if (isUndecided(error) && System.nanoTime() < deadlineNanos && !timer.isShutdown()) {
                var retry =
                        timer.schedule(() -> attempt(call, answer, deadlineNanos), RETRY_MILLIS, TimeUnit.MILLISECONDS);
                if (retry.isCancelled()) {
                    answer.completeExceptionally(error);
                }
            } else {
                answer.completeExceptionally(unwrap(error));
            }
        });
    }

    private MachineAccess target() {
        GridMember.@Nullable Peer leader = member.isRunning() ? member.leaderOf(cellNumber()) : null;
        return leader == null || leader.local()
                ? local
                : new RemoteMachine(cellNumber(), channels, leader.grpcAddress());
    }

    private static boolean isUndecided(Throwable error) {
        Status status = Status.fromThrowable(error);
        return status.getCode() == Status.Code.UNAVAILABLE
                && (LocalMachine.NOT_LEADING.equals(status.getDescription())
                        || RemoteMachine.NOT_CONNECTED.equals(status.getDescription()));
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }
}
