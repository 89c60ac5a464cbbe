package io.cuegrid.outline;

import io.cuegrid.api.spec.Given;
import java.util.List;

/** A shell command for every frame of a range, or every chunk of frames. */
public class Shell extends Layer {
    private final Given command;

    /** @param command text for {@code sh}, with tokens such as #IFRAME#; in a chunk #FRAME_START# and #FRAME_END# */
    public Shell(String name, String command) {
        this(Given.of(name), Given.of(command));
    }

    /** @param words the program and its arguments; each stays one word, whatever is in it */
    public Shell(String name, List<String> words) {
        this(name, ShellText.join(words));
    }

    public Shell(Given name, Given command) {
        super(name);
        this.command = command;
    }

    @Override
    protected Given command() {
        return command;
    }
}
