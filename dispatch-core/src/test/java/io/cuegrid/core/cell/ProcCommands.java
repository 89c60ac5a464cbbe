package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.ClearRedirectEncoder;
import io.cuegrid.core.sbe.RedirectHostEncoder;
import io.cuegrid.core.sbe.UnbookProcEncoder;
import java.util.List;

/** What people ask of procs. */
final class ProcCommands {
    private ProcCommands() {}

    /** @param job 0: a folder or none */
    static Answer unbook(FarmFixture farm, long proc, boolean kill, long job, long folder) {
        return farm.send(b -> new UnbookProcEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .procNumber(proc)
                .redirectJobNumber(job)
                .redirectFolderNumber(folder)
                .kill(kill ? BooleanType.T : BooleanType.F)
                .encodedLength());
    }

    static Answer clearRedirect(FarmFixture farm, long proc) {
        return farm.send(b -> new ClearRedirectEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .procNumber(proc)
                .encodedLength());
    }

    static Answer redirectHost(FarmFixture farm, long host, long job, List<Long> procs) {
        return farm.send(b -> {
            RedirectHostEncoder command = new RedirectHostEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(farm.nextCorrelation())
                    .hostNumber(host)
                    .jobNumber(job);
            RedirectHostEncoder.ProcsEncoder group = command.procsCount(procs.size());
            for (long proc : procs) {
                group.next().procNumber(proc);
            }
            return command.encodedLength();
        });
    }
}
