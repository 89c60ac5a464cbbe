package io.cuegrid.host.frame;

import io.cuegrid.host.disk.DurableFiles;
import io.cuegrid.host.machine.Programs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts runners: small shell scripts, each in a session of its own, that outlive this process. A runner gets no job's
 * variable under its own name, so a job's PATH or LD_PRELOAD reaches the job's command only.
 */
public final class RunnerStarter {
    /** Older logs of a frame that are kept. */
    public static final int LOGS_KEPT = 99;
    /** Time between two looks of a runner at its frame and its lease, when nobody wakes it. */
    private static final long LOOK_MILLIS_MAX = 10_000;
    /** A lease is looked at so many times in its life. */
    private static final int LOOKS_PER_LEASE = 8;

    private static final String SCRIPT = "runner.sh";

    private final Programs programs;
    private final LeaseExpiry onLeaseExpiry;
    private final Path lease;
    private final Path script;
    private final Path workFolder;
    private final String umask;
    private final String hostName;

    public RunnerStarter(
            Programs programs,
            LeaseExpiry onLeaseExpiry,
            Path hostFolder,
            Path lease,
            Path workFolder,
            String umask,
            String hostName)
            throws IOException {
        this.programs = programs;
        this.onLeaseExpiry = onLeaseExpiry;
        this.lease = lease;
        this.workFolder = workFolder;
        this.umask = umask;
        this.hostName = hostName;
        script = hostFolder.resolve(SCRIPT);
        try (InputStream text = RunnerStarter.class.getResourceAsStream(SCRIPT)) {
            if (text == null) {
                throw new IOException("the daemon's own " + SCRIPT + " is missing from its jar");
            }
            DurableFiles.write(script, text.readAllBytes());
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** Starts the run's first runner, which starts the command. */
    Process start(RunFolder folder, FramePlan plan, String started, long leaseMillis) throws IOException {
        ProcessBuilder builder = builder(folder, plan, started, leaseMillis);
        int index = 0;
        for (Map.Entry<String, String> variable : plan.environment().entrySet()) {
            index++;
            builder.environment().put("CUEGRID_VARIABLE_" + index, variable.getKey() + "=" + variable.getValue());
        }
        builder.environment().put("CUEGRID_VARIABLES", Integer.toString(index));
        return builder.start();
    }

    /** Starts another runner for a run whose runner was killed. */
    Process attach(RunFolder folder, FramePlan plan, String started, long leaseMillis) throws IOException {
        ProcessBuilder builder = builder(folder, plan, started, leaseMillis);
        builder.environment().put("CUEGRID_ATTACH", "1");
        return builder.start();
    }

    /** Milliseconds from boot to the start of a process. */
    long startMillis(long startTicks) {
        return startTicks * 1000 / programs.clockTicks();
    }

    private ProcessBuilder builder(RunFolder folder, FramePlan plan, String started, long leaseMillis) {
        List<String> command = new ArrayList<>();
        command.add(programs.setsid().toString());
        if (!plan.account().isOwn() && programs.setpriv() != null) {
            command.add(programs.setpriv().toString());
            command.addAll(plan.account().switchArguments());
        }
        command.add(programs.sh().toString());
        command.add(script.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.inner().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.path().resolve("errors").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", programs.searchPath());
        environment.put("CUEGRID_LOG_ROOT", plan.logRoot());
        environment.put("CUEGRID_LOG_FOLDER", plan.logFolder());
        environment.put("CUEGRID_LOG_NAME", plan.logName());
        environment.put("CUEGRID_LOGS_KEPT", Integer.toString(LOGS_KEPT));
        environment.put("CUEGRID_UMASK", umask);
        environment.put("CUEGRID_WORK_FOLDER", workFolder.toString());
        environment.put("CUEGRID_SETSID", programs.setsid().toString());
        environment.put("CUEGRID_ENV", programs.env().toString());
        environment.put("CUEGRID_ENV_OPTIONS", programs.envOptions());
        environment.put("CUEGRID_SH", programs.sh().toString());
        environment.put("CUEGRID_ON_LEASE_EXPIRY", onLeaseExpiry.toString());
        environment.put("CUEGRID_LEASE", lease.toString());
        environment.put("CUEGRID_TICKS", Long.toString(programs.clockTicks()));
        environment.put("CUEGRID_STARTED", started);
        environment.put("CUEGRID_HOST", hostName);
        long lookMillis = Math.max(1000, Math.min(LOOK_MILLIS_MAX, leaseMillis / LOOKS_PER_LEASE));
        environment.put("CUEGRID_LOOK_SECONDS", Long.toString(lookMillis / 1000));
        return builder;
    }
}
