package io.cuegrid.outline;

/** Runs once when the whole job has ended, however it ended, in a job of its own. */
public final class OutlinePostCommand extends ShellCommand {

    public OutlinePostCommand(String name, String command) {
        super(name, command);
        type(LayerType.POST);
        services("postprocess", DEFAULT_SERVICE);
    }
}
