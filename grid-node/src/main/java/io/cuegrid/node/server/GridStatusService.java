package io.cuegrid.node.server;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.api.grid.GridInterfaceGrpc;
import io.cuegrid.api.grid.GridStatusRequest;
import io.cuegrid.api.grid.GridStatusResponse;
import io.cuegrid.api.grid.MemberStatus;
import io.cuegrid.api.nodelink.LinkCell;
import io.cuegrid.api.nodelink.LinkCellsRequest;
import io.cuegrid.api.nodelink.LinkCellsResponse;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.dispatch.LeaderState;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.link.NodeChannels;
import io.cuegrid.node.link.NodeGrid;
import io.cuegrid.node.link.RoutedMachine;
import io.cuegrid.node.recovery.GridIdentity;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the grid is: its members, who leads each cell, and how safe that is. */
public final class GridStatusService extends GridInterfaceGrpc.GridInterfaceImplBase {
    private static final long PEER_MILLIS_MAX = 1_000;
    private static final long READ_MILLIS_MAX = 1_000;

    private final NodeGrid grid;
    private final GridMember member;
    private final NodeChannels channels;
    private final Supplier<LinkCellsResponse> here;

    /** @param here where this node stands */
    public GridStatusService(
            NodeGrid grid, GridMember member, NodeChannels channels, Supplier<LinkCellsResponse> here) {
        this.grid = grid;
        this.member = member;
        this.channels = channels;
        this.here = here;
    }

    private record Led(String address, LinkCell cell, String newWorkRefusal) {}

    @Override
    public void getStatus(GridStatusRequest request, StreamObserver<GridStatusResponse> answer) {
        GridStatusResponse.Builder status =
                GridStatusResponse.newBuilder().setIncarnation(GridIdentity.text(grid.incarnation()));
        Map<Integer, Led> leaders = new HashMap<>();
        LinkCellsResponse own = here.get();
        long lag = own.getHistoryLagBatches();
        long free = own.getJournalFreeBytes();
        String history = own.getHistory();
        for (GridMember.Peer peer : member.peers()) {
            @Nullable LinkCellsResponse cells = peer.local() ? own : ask(peer);
            status.addMembers(MemberStatus.newBuilder()
                    .setId(peer.id().toString())
                    .setAddress(peer.grpcAddress())
                    .setLocal(peer.local())
                    .setDispatchAllocatedBytes(cells == null ? 0 : cells.getDispatchAllocatedBytes()));
            if (cells == null) {
                continue;
            }
            lag = Math.max(lag, cells.getHistoryLagBatches());
            history = worse(history, cells.getHistory());
            free = Math.min(free, cells.getJournalFreeBytes());
            for (LinkCell cell : cells.getCellsList()) {
                @Nullable Led known = leaders.get(cell.getCell());
                if (known == null || rank(cell) > rank(known.cell())) {
                    leaders.put(cell.getCell(), new Led(peer.grpcAddress(), cell, cells.getNewWorkRefusal()));
                }
            }
        }
        for (RoutedMachine machine : grid.machines()) {
            status.addCells(cell(machine, leaders.get(machine.cellNumber()), request.getDigest()));
        }
        answer.onNext(status.setHistory(history)
                .setHistoryLagBatches(lag)
                .setJournalFreeBytes(free)
                .build());
        answer.onCompleted();
    }

    /** The member that leads says most about a cell, then one that should. */
    private static int rank(LinkCell cell) {
        return switch (LeaderState.valueOf(cell.getState())) {
            case LEADING -> 4;
            case CONFIRMING -> 3;
            case POISONED, STEPPED_DOWN, RECOVERING, TAKING_LEAD -> 2;
            case FOLLOWING -> 1;
            case CLOSED -> 0;
        };
    }

    private static String worse(String one, String other) {
        String order = "none up behind away";
        return order.indexOf(other) > order.indexOf(one) ? other : one;
    }

    private @Nullable LinkCellsResponse ask(GridMember.Peer peer) {
        try {
            return NodeLinkGrpc.newBlockingStub(channels.channel(peer.grpcAddress()))
                    .withCallCredentials(channels.credentials())
                    .withDeadlineAfter(PEER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .getCells(LinkCellsRequest.getDefaultInstance());
        } catch (StatusRuntimeException away) {
            return null;
        }
    }

    private CellStatus cell(RoutedMachine machine, @Nullable Led led, boolean digest) {
        CellStatus.Builder status = CellStatus.newBuilder().setFacility(grid.facility(machine.cellNumber()));
        if (led == null) {
            return status.setState(LeaderState.RECOVERING.name()).build();
        }
        boolean leads = led.cell().getState().equals(LeaderState.LEADING.name());
        status.setLeader(leads ? led.address() : "")
                .setEpoch(led.cell().getEpoch())
                .setSequence(led.cell().getSequence())
                .setReplicasInSync(led.cell().getReplicasInSync())
                .setReplicasWanted(led.cell().getReplicasWanted())
                .setState(led.cell().getState())
                .setProblem(leads ? led.newWorkRefusal() : led.cell().getReason())
                .setJournalBytes(led.cell().getJournalBytes());
        if (leads) {
            counts(machine, status, digest);
        }
        return status.build();
    }

    private static void counts(RoutedMachine machine, CellStatus.Builder status, boolean digest) {
        RowQuery query = digest ? RowQuery.cellWithDigest() : RowQuery.cell();
        try {
            new MachineClient(machine, READ_MILLIS_MAX).read(query, (buffer, offset, length) -> {
                CellRowDecoder row =
                        new CellRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                status.setDigest(digest ? String.format("%016x", row.digest()) : "")
                        .setWaitingFrames(row.waiting())
                        .setRunningFrames(row.running())
                        .setHostsUp(row.hostsUp());
                return false;
            });
        } catch (RuntimeException late) {
            status.setDigest("");
        }
    }
}
