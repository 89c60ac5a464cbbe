package io.cuegrid.node.recovery;

import io.cuegrid.node.grid.GridMember;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The grid's incarnation: a random number that every id carries, drawn when the directory is created, shared by the
 * members and kept in each node's home, so that ids of another grid are strangers and a home that belongs elsewhere is
 * noticed.
 *
 * <p>Threading: any thread.
 */
public final class GridIdentity {
    private static final String KEY = "incarnation";
    private static final int HEX = 16;

    private final GridMember member;
    private final Path file;
    private volatile @Nullable Integer known;

    /** @param file eight hex digits; may be absent */
    public GridIdentity(GridMember member, Path file) {
        this.member = member;
        this.file = file;
    }

    /**
     * Compares what the home says with what the grid says.
     *
     * @return whether the incarnation is known
     * @throws IOException with a sentence when the home belongs to another grid or cannot be read or written
     */
    public boolean settle() throws IOException {
        if (known != null) {
            return true;
        }
        @Nullable Integer here = read(file);
        @Nullable Integer there = member.gridValues().get(KEY);
        if (here != null && there == null) {
            there = member.gridValues().putIfAbsent(KEY, here);
        }
        if (here != null && there != null && !here.equals(there)) {
            throw new IOException("this node's home belongs to grid " + text(here) + " (" + file
                    + "), the members that it joined are grid " + text(there)
                    + ": join the right grid, or give this node another --home");
        }
        @Nullable Integer settled = here != null ? here : there;
        if (settled == null) {
            return false;
        }
        if (here == null) {
            write(settled);
        }
        known = settled;
        return true;
    }

    /** Draws one if nobody has. Only the creator of the directory calls it. */
    public void drawIfNone() throws IOException {
        if (settle()) {
            return;
        }
        member.gridValues().putIfAbsent(KEY, new SecureRandom().nextInt());
        settle();
    }

    /** @throws io.grpc.StatusRuntimeException UNAVAILABLE while it is not known */
    public int incarnation() {
        @Nullable Integer value = known;
        if (value == null) {
            throw Status.UNAVAILABLE.withDescription("the grid is starting").asRuntimeException();
        }
        return value;
    }

    public static String text(int incarnation) {
        return String.format("%08x", incarnation);
    }

    /**
     * What a home says.
     *
     * @return null when it belongs to no grid yet
     * @throws IOException with a sentence when it is damaged
     */
    public static @Nullable Integer read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        String text = Files.readString(file).strip();
        try {
            return Integer.parseUnsignedInt(text, HEX);
        } catch (NumberFormatException damaged) {
            throw new IOException(file + " does not hold a grid's incarnation (eight hex digits) but '" + text + "'");
        }
    }

    private void write(int incarnation) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Files.writeString(file, text(incarnation) + "\n");
    }
}
