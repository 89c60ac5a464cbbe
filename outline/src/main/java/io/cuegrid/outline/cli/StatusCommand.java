package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.api.grid.GridStatusRequest;
import io.cuegrid.api.grid.GridStatusResponse;
import io.cuegrid.api.grid.MemberStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows how the grid itself is: its cells, its nodes, its history.",
        footer = {"", "Examples:", "  ./cuegrid status", "  ./cuegrid status --json"})
final class StatusCommand extends GridCommand {
    static final Table<CellStatus> CELLS = new Table<CellStatus>()
            .text("facility", "FACILITY", CellStatus::getFacility)
            .text("state", "STATE", CellStatus::getState)
            .text("leader", "LEADER", CellStatus::getLeader)
            .count("epoch", "EPOCH", CellStatus::getEpoch)
            .count("sequence", "BATCHES", CellStatus::getSequence)
            .shown("REPLICAS", true, cell -> cell.getReplicasInSync() + "/" + cell.getReplicasWanted())
            .hidden("replicasInSync", CellStatus::getReplicasInSync)
            .hidden("replicasWanted", CellStatus::getReplicasWanted)
            .count("hostsUp", "HOSTS", CellStatus::getHostsUp)
            .count("runningFrames", "RUN", CellStatus::getRunningFrames)
            .count("waitingFrames", "WAIT", CellStatus::getWaitingFrames)
            .number(
                    "journalBytes",
                    "JOURNAL",
                    CellStatus::getJournalBytes,
                    cell -> Units.memory(cell.getJournalBytes() / 1024))
            .hidden("digest", CellStatus::getDigest)
            .hidden("problem", CellStatus::getProblem);

    static final Table<MemberStatus> MEMBERS = new Table<MemberStatus>()
            .text("id", "NODE", MemberStatus::getId)
            .text("address", "ADDRESS", MemberStatus::getAddress)
            .hidden("local", MemberStatus::getLocal)
            .shown("", false, member -> member.getLocal() ? "asked" : "");

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Option(
            names = "--digest",
            description = "hash each cell's whole state, for a comparison; holds its work up meanwhile")
    boolean digest;

    @Override
    ExitStatus run(GridSession session) {
        GridStatusResponse status = session.call(() -> session.grid()
                .getStatus(GridStatusRequest.newBuilder().setDigest(digest).build()));
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("incarnation", status.getIncarnation());
            object.put("history", status.getHistory());
            object.put("historyLagBatches", status.getHistoryLagBatches());
            object.put("journalFreeBytes", status.getJournalFreeBytes());
            object.put(
                    "cells", status.getCellsList().stream().map(CELLS::object).toList());
            object.put(
                    "members",
                    status.getMembersList().stream().map(MEMBERS::object).toList());
            output().json(object);
            return ExitStatus.SUCCESS;
        }
        String lag = status.getHistoryLagBatches() > 0 ? ", " + status.getHistoryLagBatches() + " batches behind" : "";
        output().line("grid " + status.getIncarnation() + ", history " + status.getHistory() + lag);
        output().line("");
        CELLS.lines(status.getCellsList()).forEach(output()::line);
        status.getCellsList().stream()
                .filter(cell -> !cell.getProblem().isEmpty())
                .forEach(cell -> output().line(cell.getFacility() + ": " + cell.getProblem()));
        output().line("");
        MEMBERS.lines(status.getMembersList()).forEach(output()::line);
        return ExitStatus.SUCCESS;
    }
}
