package io.cuegrid.gateway.health;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.api.grid.GridInterfaceGrpc;
import io.cuegrid.api.grid.GridStatusRequest;
import io.cuegrid.api.grid.GridStatusResponse;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Health of a grid that is reached over a channel: for a gateway that runs beside the nodes, not in one. It asks
 * {@code GridInterface/GetStatus} each time.
 */
public final class GridStatusHealth implements HealthSource {
    /** A load balancer gives up after a few seconds; so does this. */
    private static final long TIMEOUT_MILLIS = 2_000;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Channel channel;
    private final Supplier<String> token;

    /** @param token gives a token that is valid now */
    public GridStatusHealth(Channel channel, Supplier<String> token) {
        this.channel = channel;
        this.token = token;
    }

    @Override
    public Health health() {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Bearer " + token.get());
        try {
            return of(GridInterfaceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .withDeadlineAfter(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .getStatus(GridStatusRequest.getDefaultInstance()));
        } catch (StatusRuntimeException e) {
            return new Health(
                    Health.Status.DOWN,
                    List.of(),
                    0,
                    "unknown",
                    0,
                    -1,
                    false,
                    List.of("the grid does not answer: " + e.getStatus().getCode()));
        }
    }

    private static Health of(GridStatusResponse status) {
        List<Health.CellHealth> cells = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int led = 0;
        int refusing = 0;
        for (CellStatus cell : status.getCellsList()) {
            cells.add(new Health.CellHealth(
                    cell.getFacility(),
                    cell.getLeader(),
                    cell.getState(),
                    cell.getReplicasInSync(),
                    cell.getReplicasWanted(),
                    cell.getEpoch(),
                    cell.getSequence(),
                    cell.getWaitingFrames(),
                    cell.getRunningFrames(),
                    cell.getHostsUp()));
            if (cell.getLeader().isEmpty()) {
                problems.add("nobody leads the cell of facility " + cell.getFacility()
                        + (cell.getProblem().isEmpty() ? "" : ": " + cell.getProblem()));
            } else {
                led++;
                if (!cell.getProblem().isEmpty()) {
                    refusing++;
                    problems.add("facility " + cell.getFacility() + ": " + cell.getProblem());
                }
            }
            if (cell.getReplicasInSync() < cell.getReplicasWanted()) {
                problems.add("facility " + cell.getFacility() + " has " + cell.getReplicasInSync() + " of "
                        + cell.getReplicasWanted() + " replicas in sync");
            }
        }
        if (!status.getHistory().equals("up") && !status.getHistory().equals("none")) {
            problems.add("history is " + status.getHistory());
        }
        Health.Status sum = led == 0 && !cells.isEmpty()
                ? Health.Status.DOWN
                : problems.isEmpty() ? Health.Status.UP : Health.Status.DEGRADED;
        return new Health(
                sum,
                cells,
                status.getMembersCount(),
                status.getHistory(),
                status.getHistoryLagBatches(),
                status.getJournalFreeBytes(),
                led > refusing,
                problems);
    }
}
