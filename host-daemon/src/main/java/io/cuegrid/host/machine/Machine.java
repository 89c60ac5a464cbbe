package io.cuegrid.host.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;

/**
 * This machine, by OSHI: what it has and what is left.
 *
 * <p>Threading: one thread at a time (OSHI's objects are read by the heartbeat only).
 */
public final class Machine {
    private static final long KIB = 1024;

    private final OperatingSystem system;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final Path temporaryFolder;
    private final int threadsPerCore;

    /** What is left just now; memory in KiB, load as one-minute average x 100 per core's threads. */
    public record Vitals(long freeMemoryKib, long freeSwapKib, long freeTempKib, int loadHundredths) {}

    public Machine(Path temporaryFolder) {
        SystemInfo info = new SystemInfo();
        system = info.getOperatingSystem();
        processor = info.getHardware().getProcessor();
        memory = info.getHardware().getMemory();
        this.temporaryFolder = temporaryFolder;
        threadsPerCore =
                Math.max(1, processor.getLogicalProcessorCount() / Math.max(1, processor.getPhysicalProcessorCount()));
    }

    /** Cores as bookable units, 100 a core: physical ones, since two threads of a core are one core's work. */
    public int coreUnits() {
        int usable = Math.min(
                processor.getLogicalProcessorCount(), Runtime.getRuntime().availableProcessors());
        return Math.max(1, usable / threadsPerCore) * 100;
    }

    public int threadsPerCore() {
        return threadsPerCore;
    }

    public String cpuModel() {
        return processor.getProcessorIdentifier().getName();
    }

    public long totalMemoryKib() {
        return memory.getTotal() / KIB;
    }

    public long totalSwapKib() {
        return memory.getVirtualMemory().getSwapTotal() / KIB;
    }

    public long totalTempKib() {
        try {
            return Files.getFileStore(temporaryFolder).getTotalSpace() / KIB;
        } catch (IOException e) {
            return 0;
        }
    }

    public long bootTimeSeconds() {
        return system.getSystemBootTime();
    }

    /** Changes at each boot and at no other time. */
    public String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return Long.toString(system.getSystemBootTime());
        }
    }

    /** Names that a job's os may match: family and distribution, lower case. */
    public List<String> osNames() {
        List<String> names = new ArrayList<>();
        names.add(System.getProperty("os.name", "linux").toLowerCase(Locale.ROOT));
        String family = system.getFamily().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        String version = system.getVersionInfo().getVersion();
        names.add(family);
        if (version != null && !version.isBlank()) {
            names.add(family + version.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+.*", ""));
        }
        return names.stream().distinct().toList();
    }

    public Vitals vitals() {
        double load = processor.getSystemLoadAverage(1)[0];
        return new Vitals(
                memory.getAvailable() / KIB,
                (memory.getVirtualMemory().getSwapTotal()
                                - memory.getVirtualMemory().getSwapUsed())
                        / KIB,
                freeTempKib(),
                (int) Math.round(Math.max(0, load) * 100 / threadsPerCore));
    }

    public long freeTempKib() {
        try {
            return Files.getFileStore(temporaryFolder).getUsableSpace() / KIB;
        } catch (IOException e) {
            return 0;
        }
    }
}
