package io.cuegrid.api.command;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import java.util.Map;

/**
 * Fills the tokens of a layer's command for one frame. One pass from left to right: what a token is replaced with is
 * never looked at again, so a job or layer name cannot smuggle in another token. Unknown words between {@code #} stay.
 *
 * <table>
 * <caption>Tokens</caption>
 * <tr><td>#IFRAME#, #FRAME_START#</td><td>the frame's number</td></tr>
 * <tr><td>#ZFRAME#</td><td>the number with at least four digits</td></tr>
 * <tr><td>#FRAME_END#</td><td>the last frame of the chunk</td></tr>
 * <tr><td>#FRAME_CHUNK#</td><td>the layer's chunk size</td></tr>
 * <tr><td>#FRAMESPEC#</td><td>the frames of the chunk as a range</td></tr>
 * <tr><td>#FRAME#</td><td>the frame's name, 0001-layer</td></tr>
 * <tr><td>#LAYER#, #JOB#</td><td>names</td></tr>
 * </table>
 */
public final class CommandTokens {
    private static final char MARK = '#';

    private CommandTokens() {}

    /** The command of an order's frame. */
    public static String expand(JobDocument job, FrameOrder order) {
        LayerDocument layer = job.getLayers(order.layerIndex());
        return replace(layer.getCommand(), values(job, layer, order));
    }

    private static Map<String, String> values(JobDocument job, LayerDocument layer, FrameOrder order) {
        String number = Integer.toString(order.number());
        return Map.of(
                "IFRAME", number,
                "FRAME_START", number,
                "ZFRAME", String.format("%04d", order.number()),
                "FRAME_END", Integer.toString(order.frames().get(order.frames().size() - 1)),
                "FRAME_CHUNK", Integer.toString(Math.max(1, layer.getChunkSize())),
                "FRAMESPEC", order.frames().toString(),
                "FRAME", order.frameName(layer.getName()),
                "LAYER", layer.getName(),
                "JOB", job.getName());
    }

    private static String replace(String command, Map<String, String> values) {
        StringBuilder expanded = new StringBuilder(command.length() + 64);
        int at = 0;
        while (at < command.length()) {
            int open = command.indexOf(MARK, at);
            int close = open < 0 ? -1 : command.indexOf(MARK, open + 1);
            if (close < 0) {
                break;
            }
            String value = values.get(command.substring(open + 1, close));
            expanded.append(command, at, open).append(value == null ? "" : value);
            if (value == null) {
                expanded.append(command, open, close);
            }
            at = value == null ? close : close + 1;
        }
        return expanded.append(command, Math.min(at, command.length()), command.length())
                .toString();
    }
}
