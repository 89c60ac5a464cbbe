package io.cuegrid.host.frame;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.host.disk.Completions;

/** Says how a run ended, in the grid's words. */
final class Completion {
    private Completion() {}

    static Completions.Entry of(FrameRun run, ExitRecord exit, String endedBy) {
        FrameRun.Kill kill = run.kill;
        boolean byOrder = kill != null && kill.byOrder();
        boolean succeeded = exit.kind() == ExitRecord.Kind.EXITED && exit.value() == 0;
        boolean throughNoFault = !byOrder && !succeeded && (!endedBy.isEmpty() || isCutOff(run, exit));
        int status = switch (exit.kind()) {
            case EXITED -> exit.value();
            case SIGNALLED, UNREADABLE -> FrameExit.NO_STATUS;
            case UNKNOWN -> byOrder ? FrameExit.NO_STATUS : FrameExit.SKIP_RETRY;
            case NOT_STARTED -> FrameExit.NOT_STARTED;
        };
        FrameCompletion completion = FrameCompletion.newBuilder()
                .setProc(run.proc)
                .setJobId(run.order.getJobId())
                .setFrameOrdinal(run.order.getFrameOrdinal())
                .setExitStatus(throughNoFault ? FrameExit.SKIP_RETRY : status)
                .setExitSignal(exit.kind() == ExitRecord.Kind.SIGNALLED ? exit.value() : 0)
                .setRunMillis(exit.runMillis())
                .setCpuMillis(Math.max(exit.cpuMillis(), run.usage.cpuMillis()))
                .setMaxRssKib(run.usage.maxRssKib())
                .setMaxPssKib(run.usage.maxPssKib())
                .setReason(reason(exit, endedBy))
                .setKilledByOrder(byOrder)
                .build();
        return new Completions.Entry(run.state(ProcState.State.ENDED), completion);
    }

    /** An earlier daemon ended before it had started the frame. */
    private static boolean isCutOff(FrameRun run, ExitRecord exit) {
        return run.adopted && exit.kind() == ExitRecord.Kind.NOT_STARTED;
    }

    private static String reason(ExitRecord exit, String endedBy) {
        if (!exit.failure().isEmpty()) {
            return endedBy.isEmpty() ? exit.failure() : endedBy + " (" + exit.failure() + ")";
        }
        if (!endedBy.isEmpty()) {
            return endedBy;
        }
        return switch (exit.kind()) {
            case UNREADABLE ->
                "the command replaced its shell by a program with other rights, so its exit status cannot be read: call that"
                        + " program without exec";
            case UNKNOWN -> "the command has ended, but what kept its exit status was killed";
            case EXITED, SIGNALLED, NOT_STARTED -> "";
        };
    }
}
