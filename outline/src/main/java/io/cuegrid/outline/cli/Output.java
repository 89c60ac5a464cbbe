package io.cuegrid.outline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a command prints.
 *
 * @param terminal whether a person watches: progress is drawn in place, otherwise as plain lines
 */
public record Output(PrintStream out, PrintStream err, boolean terminal) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The process's own streams, in UTF-8 whatever the locale says: names are printed as they are. The launcher script knows whether they are a terminal. */
    public static Output ofProcess() {
        return new Output(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("cuegrid.terminal"));
    }

    public void line(String text) {
        out.println(text);
    }

    /** Something worth knowing that is not the answer. */
    public void note(String text) {
        err.println("cuegrid: " + text);
    }

    /** One JSON value on one line. */
    public void json(Object value) {
        out.println(toJson(value));
    }

    /** A JSON array, one element a line. */
    public void jsonArray(List<?> values) {
        if (values.isEmpty()) {
            out.println("[]");
            return;
        }
        out.println("[");
        for (int index = 0; index < values.size(); index++) {
            out.println(toJson(values.get(index)) + (index + 1 < values.size() ? "," : ""));
        }
        out.println("]");
    }

    private static String toJson(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
