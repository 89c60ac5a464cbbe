package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostGetHostsRequest;
import io.cuegrid.api.opencue.host.HostSearchCriteria;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hosts",
        description = "Lists hosts.",
        footer = {"", "Examples:", "  ./cuegrid hosts", "  ./cuegrid hosts render0 --json"})
final class HostsCommand extends GridCommand {
    static final Table<Host> TABLE = new Table<Host>()
            .hidden("id", Host::getId)
            .text("name", "HOST", Host::getName)
            .text("state", "STATE", host -> host.getState().name())
            .text("lock", "LOCK", host -> host.getLockState().name())
            .text("allocation", "ALLOCATION", Host::getAllocName)
            .shown("CORES IDLE", true, host -> Units.cores(host.getIdleCores()) + "/" + Units.cores(host.getCores()))
            .hidden("cores", host -> Units.rounded(host.getCores()))
            .hidden("idleCores", host -> Units.rounded(host.getIdleCores()))
            .shown(
                    "MEMORY IDLE",
                    true,
                    host -> Units.memory(host.getIdleMemory()) + "/" + Units.memory(host.getMemory()))
            .hidden("memoryKib", Host::getMemory)
            .hidden("idleMemoryKib", Host::getIdleMemory)
            .hidden("totalMemoryKib", Host::getTotalMemory)
            .hidden("freeMemoryKib", Host::getFreeMemory)
            .hidden("gpus", host -> Units.rounded(host.getGpus()))
            .hidden("idleGpus", host -> Units.rounded(host.getIdleGpus()))
            .number("loadPercent", "LOAD", Host::getLoad, host -> Units.cores(host.getLoad() / 100.0))
            .hidden("os", Host::getOs)
            .shown("OS", false, host -> mostSpecific(host.getOs()))
            .text("tags", "TAGS", host -> String.join(" ", host.getTagsList()))
            .hidden("bootTime", Host::getBootTime)
            .number("pingTime", "HEARD", Host::getPingTime, host -> Units.time(host.getPingTime()));

    /** A host names its system from the general to the specific: linux, debian-gnu-linux, debian-gnu-linux12. */
    private static String mostSpecific(String systems) {
        String trimmed = systems.strip();
        return trimmed.substring(trimmed.lastIndexOf(' ') + 1);
    }

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "only hosts with one of these texts in their name")
    @Nullable
    List<String> texts;

    @Override
    ExitStatus run(GridSession session) {
        HostSearchCriteria.Builder criteria = HostSearchCriteria.newBuilder();
        if (texts != null) {
            criteria.addAllSubstr(texts);
        }
        List<Host> hosts = session
                .call(() -> session.hosts()
                        .getHosts(
                                HostGetHostsRequest.newBuilder().setR(criteria).build()))
                .getHosts()
                .getHostsList()
                .stream()
                .sorted(Comparator.comparing(Host::getName))
                .toList();
        TABLE.print(hosts, output(), json, "no hosts");
        return ExitStatus.SUCCESS;
    }
}
