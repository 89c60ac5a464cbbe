package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.host.ProcGetProcsRequest;
import io.cuegrid.api.opencue.host.ProcSearchCriteria;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "procs",
        description = "Lists what runs now: the frames that hold cores of a host.",
        footer = {"", "Examples:", "  ./cuegrid procs", "  ./cuegrid procs --job comp --json"})
final class ProcsCommand extends GridCommand {
    static final Table<Proc> TABLE = new Table<Proc>()
            .hidden("id", Proc::getId)
            .text("host", "HOST", proc -> proc.getName().split("/", 2)[0])
            .text("job", "JOB", Proc::getJobName)
            .text("frame", "FRAME", Proc::getFrameName)
            .hidden("show", Proc::getShowName)
            .number(
                    "cores",
                    "CORES",
                    proc -> Units.rounded(proc.getReservedCores()),
                    proc -> Units.cores(proc.getReservedCores()))
            .hidden("gpus", proc -> Units.rounded(proc.getReservedGpus()))
            .shown(
                    "MEMORY",
                    true,
                    proc -> Units.memory(proc.getUsedMemory()) + " of " + Units.memory(proc.getReservedMemory()))
            .hidden("usedMemoryKib", Proc::getUsedMemory)
            .hidden("reservedMemoryKib", Proc::getReservedMemory)
            .number("startTime", "STARTED", Proc::getDispatchTime, proc -> Units.time(proc.getDispatchTime()))
            .hidden("logPath", Proc::getLogPath);

    @Option(names = "--host", paramLabel = "NAME", description = "of this host (may be repeated)")
    @Nullable
    List<String> hosts;

    @Option(names = "--job", paramLabel = "JOB", description = "of this job: name, id, or a part of the name")
    @Nullable
    String job;

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Override
    ExitStatus run(GridSession session) {
        ProcSearchCriteria.Builder criteria = ProcSearchCriteria.newBuilder();
        if (hosts != null) {
            criteria.addAllHosts(hosts);
        }
        if (job != null) {
            criteria.addJobs(new JobFinder(session).find(job).getName());
        }
        List<Proc> procs = session
                .call(() -> session.procs()
                        .getProcs(
                                ProcGetProcsRequest.newBuilder().setR(criteria).build()))
                .getProcs()
                .getProcsList()
                .stream()
                .sorted(Comparator.comparing(Proc::getName).thenComparing(Proc::getFrameName))
                .toList();
        TABLE.print(procs, output(), json, "nothing runs");
        return ExitStatus.SUCCESS;
    }
}
