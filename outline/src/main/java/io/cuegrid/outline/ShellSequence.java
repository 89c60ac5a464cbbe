package io.cuegrid.outline;

import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecPosition;
import java.util.List;

/**
 * A list of shell commands, each a frame: command i runs on frame i, counted from 1. The range is 1 to the number of
 * commands, whatever the outline's range is.
 *
 * <p>The layer's command is a script for {@code sh} that chooses by the frame's number. Each command is a quoted text
 * in it and runs in a shell of its own, so a slip in one of them cannot touch the others; in a chunk the first one that
 * fails ends the chunk with its exit status.
 */
public final class ShellSequence extends Layer {
    private final List<Given> commands;

    public ShellSequence(String name, List<String> commands) {
        this(Given.of(name), commands.stream().map(Given::of).toList());
    }

    public ShellSequence(Given name, List<Given> commands) {
        super(name);
        this.commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new OutlineException("the sequence " + name.text() + " has no commands");
        }
    }

    /** Not possible. @throws OutlineException always */
    @Override
    public Layer range(String value) {
        throw new OutlineException("the layer " + name() + " is a sequence: its frames are its commands");
    }

    @Override
    public Given frames() {
        return Given.of(commands.size() == 1 ? "1" : "1-" + commands.size());
    }

    @Override
    protected Given command() {
        StringBuilder script = new StringBuilder("frame=#FRAME_START#\n");
        script.append("while [ \"$frame\" -le #FRAME_END# ]; do\n");
        script.append("  case \"$frame\" in\n");
        for (int i = 0; i < commands.size(); i++) {
            script.append("    ").append(i + 1).append(") command=");
            script.append(quoted(commands.get(i).text(), i + 1)).append(" ;;\n");
        }
        script.append("    *) echo \"there is no command for frame $frame\" >&2; exit 1 ;;\n");
        script.append("  esac\n");
        script.append("  CUE_IFRAME=\"$frame\" sh -c \"$command\" || exit $?\n");
        script.append("  frame=$((frame + 1))\n");
        script.append("done");
        return new Given(script.toString(), position());
    }

    /** Tokens of a single frame are filled here: in a chunk the farm knows the first frame only. */
    private String quoted(String command, int frame) {
        String number = Integer.toString(frame);
        String filled = command.replace("#IFRAME#", number)
                .replace("#FRAME_START#", number)
                .replace("#FRAME_END#", number)
                .replace("#FRAMESPEC#", number)
                .replace("#ZFRAME#", String.format("%04d", frame))
                .replace("#FRAME#", LayerFrames.frameName(frame, conformedName()));
        return "'" + filled.replace("'", "'\\''") + "'";
    }

    private SpecPosition position() {
        return commands.get(0).at();
    }
}
