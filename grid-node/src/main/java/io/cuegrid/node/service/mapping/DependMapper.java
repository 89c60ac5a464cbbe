package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.depend.Depend;
import io.cuegrid.api.opencue.depend.DependTarget;
import io.cuegrid.core.sbe.DependRowDecoder;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;

/** A depend's row as OpenCue's Depend: numbers become names. */
public final class DependMapper {
    private DependMapper() {}

    public static Depend map(View view, Cell cell, DependRowDecoder row) {
        return Depend.newBuilder()
                .setId(view.ids().depend(cell.number(), row.dependNumber()))
                .setTypeValue(row.dependType().value())
                .setTarget(row.erJobNumber() == row.onJobNumber() ? DependTarget.INTERNAL : DependTarget.EXTERNAL)
                .setAnyFrame(Sbe.is(row.anyFrame()))
                .setActive(Sbe.is(row.active()))
                .setDependErJob(view.lookups().job(cell, row.erJobNumber()).name())
                .setDependErLayer(view.lookups().layerName(cell, row.erJobNumber(), row.erLayerIndex()))
                .setDependErFrame(frameName(view, cell, row.erJobNumber(), row.erFrameOrdinal()))
                .setDependOnJob(view.lookups().job(cell, row.onJobNumber()).name())
                .setDependOnLayer(view.lookups().layerName(cell, row.onJobNumber(), row.onLayerIndex()))
                .setDependOnFrame(frameName(view, cell, row.onJobNumber(), row.onFrameOrdinal()))
                .build();
    }

    private static String frameName(View view, Cell cell, long jobNumber, int ordinal) {
        if (ordinal < 0) {
            return "";
        }
        FrameRowDecoder row = new FrameRowDecoder();
        String[] name = {""};
        cell.machine().read(RowQuery.frames(jobNumber).from(ordinal, 1), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.frameOrdinal() == ordinal) {
                name[0] = FrameNames.of(row.frameNumber(), view.lookups().layerName(cell, jobNumber, row.layerIndex()));
            }
            return false;
        });
        return name[0];
    }
}
