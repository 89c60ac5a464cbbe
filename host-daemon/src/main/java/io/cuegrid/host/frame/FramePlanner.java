package io.cuegrid.host.frame;

import io.cuegrid.api.command.CommandTokens;
import io.cuegrid.api.command.FrameEnvironment;
import io.cuegrid.api.command.FrameOrder;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.range.FrameSet;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Turns an order's numbers and the job's document into all that a runner needs, or says why that cannot be. */
public final class FramePlanner {
    /** What Linux takes as one argument or variable (128 KiB), less some room. */
    private static final int VARIABLE_BYTES_MAX = 120 * 1024;
    /** The environment is passed twice (as variables and as arguments) within the kernel's 2 MiB. */
    private static final int ENVIRONMENT_BYTES_MAX = 512 * 1024;

    private static final String MARK = "CUEGRID_RUN";

    private final String hostName;
    private final String hostId;
    private final LogRoots logRoots;
    private final Accounts accounts;

    public FramePlanner(String hostName, String hostId, LogRoots logRoots, Accounts accounts) {
        this.hostName = hostName;
        this.hostId = hostId;
        this.logRoots = logRoots;
        this.accounts = accounts;
    }

    String hostName() {
        return hostName;
    }

    /** An entry of the environment that only processes of this run have. */
    public String mark(long proc) {
        return MARK + "=" + hostId + ":" + proc;
    }

    public FramePlan plan(LaunchOrder order, JobDocument job) throws PlanException {
        if (order.getLayerIndex() >= job.getLayersCount() || order.getFrameNumbersCount() == 0) {
            throw new PlanException(
                    "the order names layer " + order.getLayerIndex() + " with " + order.getFrameNumbersCount()
                            + " frames; the job's document has " + job.getLayersCount() + " layers");
        }
        FrameOrder frame = new FrameOrder(
                order.getLayerIndex(),
                FrameSet.of(order.getFrameNumbersList().stream()
                        .mapToInt(Integer::intValue)
                        .toArray()),
                order.getAttempt(),
                order.getCoreUnits(),
                order.getMemoryKib(),
                order.getGpus(),
                order.getGpuMemoryKib(),
                order.getFrameId(),
                hostName);
        String frameName = frame.frameName(job.getLayers(order.getLayerIndex()).getName());
        String logName = FrameEnvironment.logName(job.getName(), frameName);
        LogRoots.checkName(logName.replace(":", "_"), "the log's name");
        LogRoots.Place place = logRoots.place(job.getLogDir());
        FrameAccount account = accounts.accountOf(job);
        Map<String, String> environment = FrameEnvironment.build(job, frame);
        environment.put("HOME", account.home());
        environment.put(MARK, hostId + ":" + order.getProc());
        checkEnvironment(environment);
        return new FramePlan(
                job.getName(),
                frameName,
                CommandTokens.expand(job, frame) + "\n",
                environment,
                place.resolved(),
                place.folder(),
                LogRoots.checkFileName(logName),
                account);
    }

    private static void checkEnvironment(Map<String, String> environment) throws PlanException {
        int total = 0;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty()
                    || name.indexOf('=') >= 0
                    || name.startsWith("-")
                    || (name + variable.getValue()).indexOf('\0') >= 0) {
                throw new PlanException("\"" + name + "\" cannot be the name of an environment variable");
            }
            int bytes = (name + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > VARIABLE_BYTES_MAX) {
                throw new PlanException("the environment variable " + name + " has " + bytes + " bytes; at most "
                        + VARIABLE_BYTES_MAX + " are possible");
            }
            total += bytes;
        }
        if (total > ENVIRONMENT_BYTES_MAX) {
            throw new PlanException(
                    "the environment has " + total + " bytes; at most " + ENVIRONMENT_BYTES_MAX + " are possible");
        }
    }
}
