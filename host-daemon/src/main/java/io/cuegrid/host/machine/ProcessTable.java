package io.cuegrid.host.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** All processes of this machine at one moment, and who of them belongs to a frame. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private final List<ProcessStat> processes;

    private ProcessTable(List<ProcessStat> processes) {
        this.processes = processes;
    }

    public static ProcessTable read() throws IOException {
        List<ProcessStat> found = new ArrayList<>(256);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                ProcessStat stat =
                        ProcessStat.read(Long.parseLong(entry.getFileName().toString()));
                if (stat != null) {
                    found.add(stat);
                }
            }
        }
        return new ProcessTable(found);
    }

    /** Living processes of a session, and their descendants wherever those have moved. */
    public List<ProcessStat> family(long session) {
        Set<Long> members = new HashSet<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (ProcessStat process : processes) {
                if (process.session() == session || members.contains(process.parent())) {
                    grew |= members.add(process.pid());
                }
            }
        }
        return living(process -> members.contains(process.pid()));
    }

    /**
     * Living processes whose environment holds this entry: finds those that left session and parents behind (a double
     * fork with setsid). Only processes whose environment this account may read are found.
     */
    public List<ProcessStat> marked(String entry) {
        byte[] wanted = (entry + "\0").getBytes(StandardCharsets.UTF_8);
        return living(process -> hasEnvironmentEntry(process.pid(), wanted));
    }

    private List<ProcessStat> living(Predicate<ProcessStat> condition) {
        return processes.stream()
                .filter(process -> !process.isEnded())
                .filter(condition)
                .toList();
    }

    private static boolean hasEnvironmentEntry(long pid, byte[] wanted) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
        } catch (IOException notOurs) {
            return false;
        }
        for (int at = 0; at + wanted.length <= environment.length; at++) {
            boolean starts = at == 0 || environment[at - 1] == 0;
            if (starts && matches(environment, at, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] text, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
