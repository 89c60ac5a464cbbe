package io.cuegrid.host;

import io.cuegrid.api.unit.CoreText;
import io.cuegrid.api.unit.MemoryText;
import io.cuegrid.api.unit.UnitException;
import io.cuegrid.host.frame.LeaseExpiry;
import io.cuegrid.host.link.GridLink;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Main of the host daemon: reads options, starts a {@link HostDaemon} and waits for its end. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs frames on this machine for a cuegrid grid.",
        footer = {
            "",
            "Examples:",
            "  host --grid 10.0.0.1:8443 --name render17 --tags general,gpu --log-root /shots",
            "  host --name half --cores 1 --memory 2g",
            "",
            "Exit status: 0 stopped as asked, 1 unexpected failure, 2 wrong options, 3 token not accepted,",
            "4 refused by the grid, 5 something of this machine is missing, 6 a daemon of this name runs already."
        })
public final class HostMain implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(HostMain.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}");
    private static final Pattern UMASK = Pattern.compile("0?[0-7]{3}");
    private static final int GRPC_PORT_OFFSET = 3;
    private static final long KILL_GRACE_MILLIS_MAX = 3_600_000;

    /** What happens to frames of an earlier daemon. */
    enum Adoption {
        STOP,
        KEEP
    }

    /** What happens to frames when the daemon is stopped. */
    enum OnShutdown {
        KILL,
        KEEP
    }

    /** Whom frames run as. */
    enum RunAs {
        SELF,
        JOB_USER
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--home",
            defaultValue = "${env:CUEGRID_HOME:-.cuegrid}",
            description = "folder of the state (${DEFAULT-VALUE})")
    Path home;

    @Option(
            names = "--grid",
            paramLabel = "HOST:PORT",
            description = "a node of the grid; may be given several times (127.0.0.1 at the port base + 3)")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--port-base",
            defaultValue = "8440",
            description = "where the ports of a grid on this machine begin (${DEFAULT-VALUE})")
    int portBase;

    @Option(names = "--name", description = "this host's name (the machine's)")
    @Nullable
    String name;

    @Option(
            names = "--facility",
            defaultValue = "local",
            description = "the facility this host belongs to (${DEFAULT-VALUE})")
    String facility;

    @Option(names = "--cores", description = "cores to offer, 1.5 is possible (all)")
    @Nullable
    String cores;

    @Option(names = "--memory", description = "memory to offer, as 4g or 512m (all)")
    @Nullable
    String memory;

    @Option(names = "--gpus", defaultValue = "0", description = "GPUs to offer (${DEFAULT-VALUE})")
    int gpus;

    @Option(names = "--gpu-memory", description = "memory of all offered GPUs, as 24g (0)")
    @Nullable
    String gpuMemory;

    @Option(names = "--tags", split = ",", description = "tags, separated by commas (general)")
    List<String> tags = new ArrayList<>();

    @Option(
            names = "--os",
            split = ",",
            description = "names of the operating system, the main one first (what the machine says)")
    List<String> os = new ArrayList<>();

    @Option(
            names = "--token-file",
            description = "file with this host's token (else CUEGRID_TOKEN, else made with the home's secret)")
    @Nullable
    Path tokenFile;

    @Option(names = "--tls-ca", description = "PEM file: speak TLS and trust this authority (no TLS)")
    @Nullable
    Path certificateAuthority;

    @Option(
            names = "--log-root",
            description =
                    "folder below which frames' logs may be written; may be given several times (render and logs in the home)")
    List<Path> logRoots = new ArrayList<>();

    @Option(names = "--temp", description = "temporary folder of frames (${sys:java.io.tmpdir})")
    @Nullable
    Path temporaryFolder;

    @Option(
            names = "--run-as",
            defaultValue = "self",
            description = "whom frames run as: self or job-user (needs root) (${DEFAULT-VALUE})")
    RunAs runAs;

    @Option(
            names = "--on-lease-expiry",
            defaultValue = "freeze",
            description =
                    "frames when the grid is not heard for longer than the lease: freeze, kill or continue (${DEFAULT-VALUE})")
    LeaseExpiry onLeaseExpiry;

    @Option(
            names = "--adopt",
            defaultValue = "stop",
            description = "frames that an earlier daemon left: stop or keep (${DEFAULT-VALUE})")
    Adoption adopt;

    @Option(
            names = "--on-shutdown",
            description = "frames when this daemon is stopped: kill or keep (keep with --adopt keep, else kill)")
    @Nullable
    OnShutdown onShutdown;

    @Option(
            names = "--kill-grace-millis",
            defaultValue = "10000",
            description = "time between SIGTERM and SIGKILL (${DEFAULT-VALUE})")
    long killGraceMillis;

    @Option(
            names = "--heartbeat-millis",
            defaultValue = "0",
            description = "time between heartbeats; 0: as the grid says (${DEFAULT-VALUE})")
    long heartbeatMillis;

    @Option(
            names = "--min-free-disk",
            defaultValue = "512m",
            description =
                    "no orders are taken with less free disk in the temporary folder or the home (${DEFAULT-VALUE})")
    String minFreeDisk;

    @Option(names = "--umask", defaultValue = "022", description = "umask of frames (${DEFAULT-VALUE})")
    String umask;

    @Option(
            names = "--reboot-command",
            description = "program that reboots this machine when the grid asks (reboots are not done)")
    @Nullable
    Path rebootCommand;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new HostMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(
                        RunAs.class,
                        text -> RunAs.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    if (failure instanceof HostException known) {
                        commandLine.getErr().println("cuegrid host: " + known.getMessage());
                        return known.exitStatus();
                    }
                    failure.printStackTrace(commandLine.getErr());
                    return ExitStatus.FAILED;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        HostDaemon daemon = new HostDaemon(config(), System.out);
        Thread hook = new Thread(
                () -> {
                    daemon.close();
                    // asked to stop and stopped: that is success, whatever signal asked
                    Runtime.getRuntime().halt(ExitStatus.OK);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        daemon.start();
        int exitStatus = daemon.await();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppedBySignal) {
            return ExitStatus.OK;
        }
        return exitStatus;
    }

    HostConfig config() {
        if (home == null) {
            throw wrong("--home needs a folder");
        }
        Path absoluteHome = home.toAbsolutePath().normalize();
        check(Files.isDirectory(absoluteHome) || !Files.exists(absoluteHome), "--home " + home + " is not a folder");
        String hostName = name == null ? machineName() : name;
        check(
                NAME.matcher(hostName).matches(),
                "--name \"" + hostName + "\": letters, digits, dot, dash and underscore only");
        String facilityName = facility.toLowerCase(Locale.ROOT);
        check(
                NAME.matcher(facilityName).matches(),
                "--facility \"" + facility + "\": letters, digits, dot, dash and underscore only");
        List<String> grid = targets.isEmpty() ? List.of("127.0.0.1:" + (portBase + GRPC_PORT_OFFSET)) : targets;
        grid.forEach(target -> check(GridLink.isTarget(target), "--grid \"" + target + "\" is not host:port"));
        tags.forEach(tag -> check(TAG.matcher(tag).matches(), "--tags: \"" + tag + "\" is not a tag"));
        check(gpus >= 0, "--gpus is negative");
        check(UMASK.matcher(umask).matches(), "--umask " + umask + " is not an octal mask such as 022");
        check(
                killGraceMillis >= 0 && killGraceMillis <= KILL_GRACE_MILLIS_MAX,
                "--kill-grace-millis is 0 to " + KILL_GRACE_MILLIS_MAX);
        check(heartbeatMillis == 0 || heartbeatMillis >= 100, "--heartbeat-millis is 0 or at least 100");
        boolean asJobUser = runAs == RunAs.JOB_USER;
        check(
                !asJobUser || "root".equals(System.getProperty("user.name")),
                "--run-as job-user needs a daemon that runs as root");
        if (!asJobUser && "root".equals(System.getProperty("user.name"))) {
            LOG.warn(
                    "this daemon runs as root, and so will all frames: use an account of its own, or --run-as job-user");
        }
        boolean keep = adopt == Adoption.KEEP;
        OnShutdown shutdown = onShutdown == null ? (keep ? OnShutdown.KEEP : OnShutdown.KILL) : onShutdown;
        return new HostConfig(
                absoluteHome,
                hostName,
                facilityName,
                List.copyOf(grid),
                cores(),
                memoryKib(memory, "--memory"),
                gpus,
                memoryKib(gpuMemory, "--gpu-memory"),
                tags.isEmpty() ? List.of("general") : List.copyOf(tags),
                List.copyOf(os),
                tokenFile,
                System.getenv("CUEGRID_TOKEN"),
                certificateAuthority,
                logRoots.isEmpty()
                        ? List.of(absoluteHome.resolve("render"), absoluteHome.resolve("logs"))
                        : List.copyOf(logRoots),
                (temporaryFolder == null ? Path.of(System.getProperty("java.io.tmpdir")) : temporaryFolder)
                        .toAbsolutePath()
                        .normalize(),
                asJobUser,
                onLeaseExpiry,
                heartbeatMillis,
                keep,
                shutdown == OnShutdown.KILL,
                killGraceMillis,
                memoryKib(minFreeDisk, "--min-free-disk"),
                umask,
                rebootCommand);
    }

    private static String machineName() {
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.contains(".") ? host.substring(0, host.indexOf('.')) : host;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private int cores() {
        if (cores == null) {
            return 0;
        }
        try {
            int units = CoreText.parseUnits(cores);
            check(units > 0, "--cores " + cores + ": give a number above 0");
            return units;
        } catch (UnitException e) {
            throw wrong("--cores: " + e.getMessage());
        }
    }

    private long memoryKib(@Nullable String text, String option) {
        if (text == null) {
            return 0;
        }
        try {
            return MemoryText.parseKib(text);
        } catch (UnitException e) {
            throw wrong(option + ": " + e.getMessage());
        }
    }

    private void check(boolean condition, String sentence) {
        if (!condition) {
            throw wrong(sentence);
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
