package io.cuegrid.host.disk;

import io.cuegrid.api.hostlink.CellEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What keeps an old or a repeated order from running: the newest epoch heard and the procs that were taken over, both
 * on disk before they count. It belongs to one cell of one grid; another grid's numbers mean something else.
 *
 * <p>Threading: the daemon's loop only.
 */
public final class Fence {
    /**
     * Procs remembered one by one. Older numbers are covered by a floor: proc numbers rise, so an order below the floor
     * would have been overtaken by this many later ones on one host.
     */
    public static final int REMEMBERED_PROCS_MAX = 4096;

    /** Of a proc's number, which is a positive long. */
    private static final int DIGITS_MAX = 19;

    private final Path epochFile;
    private final Path procsFile;
    private String grid = "";
    private String facility = "";
    private long epochNumber;
    private String leaderId = "";
    private final TreeSet<Long> procs = new TreeSet<>();
    private long floor;
    private int lines;

    public Fence(Path folder) throws IOException {
        epochFile = folder.resolve("fence");
        procsFile = folder.resolve("procs");
        if (Files.exists(epochFile)) {
            String[] words = Files.readString(epochFile).strip().split(" ", -1);
            if (words.length != 4) {
                throw new IOException(epochFile + " is damaged: it should hold grid, facility, epoch and leader");
            }
            grid = words[0];
            facility = words[1];
            epochNumber = Long.parseLong(words[2]);
            leaderId = words[3];
        }
        if (Files.exists(procsFile)) {
            for (String line : Files.readAllLines(procsFile)) {
                readProc(line.strip());
            }
            prune();
        }
    }

    /** A torn last line was never acknowledged; any other text is passed over as well, since it names no proc. */
    private void readProc(String line) {
        boolean isFloor = line.startsWith("<");
        String digits = isFloor ? line.substring(1) : line;
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(Character::isDigit)) {
            return;
        }
        lines++;
        if (isFloor) {
            floor = Math.max(floor, Long.parseUnsignedLong(digits));
        } else {
            procs.add(Long.parseUnsignedLong(digits));
        }
    }

    public boolean belongsTo(String gridIncarnation, String facilityName) {
        return grid.isEmpty() || (grid.equals(gridIncarnation) && facility.equals(facilityName));
    }

    /** True until a grid has welcomed this host for the first time. */
    public boolean isNew() {
        return grid.isEmpty();
    }

    public String facility() {
        return facility;
    }

    /** Forgets all and takes up the numbers of a grid and facility. */
    public void startAnew(String gridIncarnation, String facilityName) throws IOException {
        forget();
        grid = gridIncarnation;
        facility = facilityName;
        saveEpoch();
    }

    /** Forgets all: what is known is of another grid or facility. */
    public void forget() throws IOException {
        procs.clear();
        floor = 0;
        lines = 0;
        grid = "";
        facility = "";
        epochNumber = 0;
        leaderId = "";
        Files.deleteIfExists(procsFile);
        Files.deleteIfExists(epochFile);
    }

    /** Eight hex digits; empty until a grid has welcomed this host. */
    public String grid() {
        return grid;
    }

    public CellEpoch newestEpoch() {
        return CellEpoch.newBuilder()
                .setNumber(epochNumber)
                .setLeaderId(leaderId)
                .build();
    }

    /** True when the epoch is older than the newest heard, or of the same number but another leader. */
    public boolean isOld(CellEpoch epoch) {
        return epoch.getNumber() < epochNumber
                || (epoch.getNumber() == epochNumber && !epoch.getLeaderId().equals(leaderId));
    }

    /** Takes over an epoch that is not old; on disk when this returns. */
    public void advance(CellEpoch epoch) throws IOException {
        if (epoch.getNumber() == epochNumber && epoch.getLeaderId().equals(leaderId)) {
            return;
        }
        epochNumber = epoch.getNumber();
        leaderId = epoch.getLeaderId();
        saveEpoch();
    }

    public boolean ranBefore(long proc) {
        return proc <= floor || procs.contains(proc);
    }

    /** Remembers procs; on disk when this returns. */
    public void remember(List<Long> taken) throws IOException {
        if (taken.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (long proc : taken) {
            procs.add(proc);
            text.append(proc).append('\n');
        }
        DurableFiles.append(procsFile, text.toString());
        lines += taken.size();
        prune();
        if (lines > 2 * REMEMBERED_PROCS_MAX) {
            rewrite();
        }
    }

    private void prune() {
        while (procs.size() > REMEMBERED_PROCS_MAX) {
            floor = Math.max(floor, procs.pollFirst());
        }
    }

    private void rewrite() throws IOException {
        List<String> kept = new ArrayList<>();
        kept.add("<" + floor);
        procs.forEach(proc -> kept.add(Long.toString(proc)));
        DurableFiles.write(procsFile, String.join("\n", kept) + "\n");
        lines = kept.size();
    }

    private void saveEpoch() throws IOException {
        DurableFiles.write(epochFile, grid + " " + facility + " " + epochNumber + " " + leaderId + "\n");
    }
}
