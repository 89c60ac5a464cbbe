package io.cuegrid.host;

import io.cuegrid.host.frame.LeaseExpiry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one daemon, checked.
 *
 * @param home of the grid or of this host
 * @param targets nodes as host:port, at least one
 * @param coreUnits 100 = one core; 0: all of the machine
 * @param memoryKib bookable; 0: all of the machine
 * @param os empty: what the machine says
 * @param tokenFile null: from the environment, else from the home's secret
 * @param logRoots where logs may be written, at least one
 * @param temporaryFolder of frames
 * @param runAsJobUser frames run as their job's user; needs root
 * @param heartbeatMillis 0: as the grid says
 * @param keepFrames frames outlive the daemon: it leaves them running and takes them up again
 * @param killGraceMillis between SIGTERM and SIGKILL
 * @param freeDiskKibMin below it no order is taken
 * @param rebootCommand program that reboots the machine; null: reboots are not done
 */
public record HostConfig(
        Path home,
        String name,
        String facility,
        List<String> targets,
        int coreUnits,
        long memoryKib,
        int gpus,
        long gpuMemoryKib,
        List<String> tags,
        List<String> os,
        @Nullable Path tokenFile,
        @Nullable String tokenText,
        @Nullable Path certificateAuthority,
        List<Path> logRoots,
        Path temporaryFolder,
        boolean runAsJobUser,
        LeaseExpiry onLeaseExpiry,
        long heartbeatMillis,
        boolean keepFrames,
        boolean killFramesOnShutdown,
        long killGraceMillis,
        long freeDiskKibMin,
        String umask,
        @Nullable Path rebootCommand) {}
