package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.depend.Depend;
import io.cuegrid.api.opencue.depend.DependSeq;
import io.cuegrid.core.sbe.DependRowDecoder;
import io.cuegrid.core.sbe.DependTarget;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Commands.DependSide;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.DependMapper;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds and makes depends. Threading: any thread. */
final class Depends {
    private final Farm farm;

    Depends(Farm farm) {
        this.farm = farm;
    }

    /** Depends that concern a job on either side, as far as they fit. */
    DependSeq search(EntityId entity, Predicate<DependRowDecoder> fits) {
        View view = new View(farm);
        Cell cell = farm.cellOf(entity);
        DependSeq.Builder found = DependSeq.newBuilder();
        DependRowDecoder row = new DependRowDecoder();
        cell.machine().read(RowQuery.depends(entity.number()), (buffer, offset, length) -> {
            if (fits.test(Sbe.wrap(row, buffer, offset))) {
                found.addDepends(DependMapper.map(view, cell, row));
            }
            return true;
        });
        return found.build();
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Depend get(EntityId id) {
        View view = new View(farm);
        Cell cell = farm.cellOf(id);
        List<Depend> found = new ArrayList<>();
        DependRowDecoder row = new DependRowDecoder();
        cell.machine().read(RowQuery.depend(id.number()), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.dependNumber() == id.number()) {
                found.add(DependMapper.map(view, cell, row));
            }
            return found.isEmpty();
        });
        if (found.isEmpty()) {
            throw Ids.missing("depend", id.toString());
        }
        return found.get(0);
    }

    /** Makes a depend and gives it as it is then. */
    Depend create(DependType type, boolean anyFrame, EntityId waiting, EntityId on) {
        if (waiting.cell() != on.cell()) {
            throw Problem.precondition("Jobs of two facilities cannot depend on each other yet: "
                    + farm.cellOf(waiting).facility() + " and "
                    + farm.cellOf(on).facility() + ".");
        }
        Cell cell = farm.cellOf(waiting);
        long number = cell.machine()
                .send(Commands.createDepend(type, anyFrame, side(waiting), side(on)))
                .number();
        return get(EntityId.of(EntityKind.DEPEND, waiting.incarnation(), waiting.cell(), number));
    }

    void satisfy(EntityId depend, boolean satisfied) {
        farm.cellOf(depend).machine().send(Commands.satisfyDepend(depend.number(), satisfied));
    }

    void drop(EntityId waiting, io.cuegrid.api.opencue.depend.DependTarget target) {
        farm.cellOf(waiting).machine().send(Commands.dropDepends(side(waiting), target(target)));
    }

    private static DependTarget target(io.cuegrid.api.opencue.depend.DependTarget target) {
        return switch (target) {
            case INTERNAL -> DependTarget.INTERNAL;
            case EXTERNAL -> DependTarget.EXTERNAL;
            case ANY_TARGET -> DependTarget.ANY_TARGET;
            case UNRECOGNIZED -> throw Problem.invalid("The request names a target that this grid does not know.");
        };
    }

    private DependSide side(EntityId entity) {
        if (entity.kind() == EntityKind.JOB) {
            return DependSide.job(entity.number());
        }
        if (entity.kind() == EntityKind.LAYER) {
            return new DependSide(entity.number(), entity.sub(), -1);
        }
        return new DependSide(entity.number(), layerOf(entity), entity.sub());
    }

    /** Index of the layer that a frame belongs to. */
    int layerOf(EntityId frame) {
        int[] layer = {-1};
        FrameRowDecoder row = new FrameRowDecoder();
        farm.cellOf(frame)
                .machine()
                .read(RowQuery.frames(frame.number()).from(frame.sub(), 1), (buffer, offset, length) -> {
                    Sbe.wrap(row, buffer, offset);
                    if (row.frameOrdinal() == frame.sub()) {
                        layer[0] = row.layerIndex();
                    }
                    return false;
                });
        if (layer[0] < 0) {
            throw Ids.missing("frame", frame.toString());
        }
        return layer[0];
    }
}
