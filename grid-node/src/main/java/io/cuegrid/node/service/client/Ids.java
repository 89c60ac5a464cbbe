package io.cuegrid.node.service.client;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.node.service.rpc.Problem;

/** Writes and reads the ids of one grid. */
public final class Ids {
    private final int incarnation;

    public Ids(int incarnation) {
        this.incarnation = incarnation;
    }

    /** A record of the directory. */
    public String record(EntityKind kind, long number) {
        return EntityId.of(kind, incarnation, 0, number).toString();
    }

    public String job(int cell, long job) {
        return EntityId.of(EntityKind.JOB, incarnation, cell, job).toString();
    }

    public String layer(int cell, long job, int layerIndex) {
        return new EntityId(EntityKind.LAYER, incarnation, cell, job, layerIndex).toString();
    }

    public String frame(int cell, long job, int ordinal) {
        return new EntityId(EntityKind.FRAME, incarnation, cell, job, ordinal).toString();
    }

    public String host(int cell, long host) {
        return EntityId.of(EntityKind.HOST, incarnation, cell, host).toString();
    }

    public String proc(int cell, long proc) {
        return EntityId.ofProc(incarnation, cell, proc).toString();
    }

    public String partition(int cell, long partition) {
        return EntityId.of(EntityKind.RENDER_PARTITION, incarnation, cell, partition)
                .toString();
    }

    public String depend(int cell, long depend) {
        return EntityId.of(EntityKind.DEPEND, incarnation, cell, depend).toString();
    }

    /**
     * Reads an id that a caller gave.
     *
     * @param noun of the entity, for the sentence
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when it is empty, NOT_FOUND when nothing of this grid can
     *     have it
     */
    public EntityId require(String text, EntityKind kind, String noun) {
        if (text.isEmpty()) {
            throw Problem.invalid("The request names no " + noun + ": its id is empty.");
        }
        EntityId id = EntityId.parse(text);
        if (id == null) {
            throw Problem.notFound(capital(noun) + " not found: '" + text + "' is no id of this grid.");
        }
        if (id.incarnation() != incarnation) {
            throw Problem.notFound(capital(noun) + " not found: " + text
                    + " is an id of another grid, or of this one before its home was made anew.");
        }
        if (id.kind() != kind) {
            throw Problem.notFound(capital(noun) + " not found: " + text + " is the id of a "
                    + id.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ".");
        }
        return id;
    }

    /** Whether the text is an id of this kind in this grid. */
    public boolean is(String text, EntityKind kind) {
        EntityId id = EntityId.parse(text);
        return id != null && id.incarnation() == incarnation && id.kind() == kind;
    }

    /** "{Noun} not found: id." */
    public static io.grpc.StatusRuntimeException missing(String noun, String what) {
        return Problem.notFound(capital(noun) + " not found: " + what + ".");
    }

    private static String capital(String noun) {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }
}
