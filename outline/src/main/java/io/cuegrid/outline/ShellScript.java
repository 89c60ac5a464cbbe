package io.cuegrid.outline;

import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A script that runs once. Its text travels with the job, so the file need not be reachable from the hosts. A script
 * without a first line {@code #!}, or with one of {@code sh}, is the command itself; any other is written into a
 * temporary file on the host and run by the program that it names.
 */
public final class ShellScript extends Frame {
    private static final String END = "CUEGRID_SCRIPT_END";

    private final String text;
    private final SpecPosition at;

    /** @param file read at once, UTF-8 */
    public ShellScript(String name, Path file) {
        this(Given.of(name), read(file), SpecPosition.NONE);
    }

    /** @param text the script itself */
    public ShellScript(Given name, String text, SpecPosition at) {
        super(name);
        this.text = text;
        this.at = at;
    }

    /** The text of a script. @throws OutlineException when it cannot be read or is too large */
    public static String read(Path file) {
        try {
            if (Files.size(file) > SpecLimits.MAX_COMMAND) {
                throw new OutlineException(
                        "the script " + file + " is larger than " + SpecLimits.MAX_COMMAND + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new OutlineException("the script " + file + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    protected Given command() {
        return new Given(isForSh() ? text : wrapped(), at);
    }

    private boolean isForSh() {
        if (!text.startsWith("#!")) {
            return true;
        }
        String program = text.lines().findFirst().orElse("").substring(2).strip();
        return program.equals("/bin/sh") || program.equals("/usr/bin/env sh");
    }

    private String wrapped() {
        String end = END;
        while (text.lines().toList().contains(end)) {
            end += "_";
        }
        return """
                script=$(mktemp "${TMPDIR:-/tmp}/cuegrid-script.XXXXXX") || exit 1
                cat > "$script" <<'%s'
                %s%s
                chmod 700 "$script" && "$script"
                status=$?
                rm -f "$script"
                exit $status""".formatted(end, text.endsWith("\n") ? text : text + "\n", end);
    }
}
