package io.cuegrid.outline.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * A process that a farm needs.
 *
 * @param name its name in the home: of its pid file and its log
 * @param role when it is started and ended, and what is checked before
 * @param arguments after the script's name; the first is the word that chooses the program
 * @param restart whether it is started again when it dies
 */
public record ChildSpec(String name, Role role, List<String> arguments, boolean restart) {
    /** Roles in the order in which processes are started; they end in the opposite order. */
    public enum Role {
        POSTGRES,
        NODE,
        HOST
    }

    public ChildSpec {
        arguments = List.copyOf(arguments);
    }

    /** The same process with one more option. */
    ChildSpec with(String option, String value) {
        List<String> more = new ArrayList<>(arguments);
        more.add(option);
        more.add(value);
        return new ChildSpec(name, role, more, restart);
    }
}
