package io.cuegrid.outline;

import io.cuegrid.api.spec.Given;
import java.util.List;

/** A shell command that runs once, on the first frame of the outline. */
public class ShellCommand extends Frame {
    private final Given command;

    public ShellCommand(String name, String command) {
        this(Given.of(name), Given.of(command));
    }

    /** @param words the program and its arguments; each stays one word, whatever is in it */
    public ShellCommand(String name, List<String> words) {
        this(name, ShellText.join(words));
    }

    public ShellCommand(Given name, Given command) {
        super(name);
        this.command = command;
    }

    @Override
    protected Given command() {
        return command;
    }
}
