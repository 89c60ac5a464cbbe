package io.cuegrid.api.id;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of an entity as clients see it: a UUID (RFC 9562 version 8) that carries what it names, so that any node can
 * route by the id alone. Nothing of it is stored beside the numbers.
 *
 * <pre>
 *   high 64: incarnation 32 | kind 8 | cell, upper 8 | version 4 (8) | cell, lower 12
 *   low  64: variant 2 (10) | number 38 | sub 24
 * </pre>
 *
 * @param kind what it names
 * @param incarnation of the grid, drawn when its home was made; ids of another grid are strangers
 * @param cell 0 for the directory's records, else the cell's number (20 bits)
 * @param number rises within kind and cell and is never used again (38 bits); of a layer or a frame: its job's
 * @param sub index of a layer or ordinal of a frame in its job (24 bits), of a proc the lower part of its number, else 0
 */
public record EntityId(EntityKind kind, int incarnation, int cell, long number, int sub) {
    /** Largest cell number. */
    public static final int CELL_MAX = (1 << 20) - 1;
    /** Largest entity number. */
    public static final long NUMBER_MAX = (1L << 38) - 1;
    /** Largest layer index or frame ordinal. */
    public static final int SUB_MAX = (1 << 24) - 1;

    private static final int VERSION = 8;
    private static final int SUB_BITS = 24;

    public EntityId {
        if (cell < 0 || cell > CELL_MAX || number < 0 || number > NUMBER_MAX || sub < 0 || sub > SUB_MAX) {
            throw new IllegalArgumentException("id out of range: cell " + cell + ", number " + number + ", sub " + sub);
        }
    }

    public static EntityId of(EntityKind kind, int incarnation, int cell, long number) {
        return new EntityId(kind, incarnation, cell, number, 0);
    }

    /** Of a proc: its number has 62 bits, the lower 24 of which may come again. */
    public static EntityId ofProc(int incarnation, int cell, long procNumber) {
        return new EntityId(EntityKind.PROC, incarnation, cell, procNumber >>> SUB_BITS, (int) (procNumber & SUB_MAX));
    }

    /** The number of a proc. */
    public long procNumber() {
        return number << SUB_BITS | sub;
    }

    public UUID toUuid() {
        long high = ((long) incarnation << 32)
                | ((long) kind.code() << 24)
                | ((long) (cell >>> 12) << 16)
                | (VERSION << 12)
                | (cell & 0xFFF);
        long low = (0b10L << 62) | (number << SUB_BITS) | sub;
        return new UUID(high, low);
    }

    /** The UUID's text, 36 characters. */
    @Override
    public String toString() {
        return toUuid().toString();
    }

    /** @return the id, or null when the text is not an id that a grid made */
    public static @Nullable EntityId parse(String text) {
        if (text.length() != 36) {
            return null;
        }
        UUID uuid;
        try {
            uuid = UUID.fromString(text);
        } catch (IllegalArgumentException notAUuid) {
            return null;
        }
        return uuid.version() == VERSION && uuid.variant() == 2 ? of(uuid) : null;
    }

    private static EntityId of(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        int cell = (int) (((high >>> 16) & 0xFF) << 12 | (high & 0xFFF));
        return new EntityId(
                EntityKind.of((int) ((high >>> 24) & 0xFF)),
                (int) (high >>> 32),
                cell,
                (low >>> SUB_BITS) & NUMBER_MAX,
                (int) (low & SUB_MAX));
    }
}
