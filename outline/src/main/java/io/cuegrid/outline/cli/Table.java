package io.cuegrid.outline.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a list: once for people (aligned text) and for programs (JSON objects with stable keys). A column may be
 * for both or for JSON alone.
 *
 * @param <T> what a row shows
 */
public final class Table<T> {
    private static final String GAP = "  ";

    private record Column<T>(
            String key, String header, boolean right, Function<T, @Nullable Object> value, Function<T, String> text) {
        boolean visible() {
            return !header.isEmpty();
        }
    }

    private final List<Column<T>> columns = new ArrayList<>();

    /** A text, the same for people and programs; empty texts are shown as a dash. */
    public Table<T> text(String key, String header, Function<T, String> value) {
        columns.add(new Column<>(key, header, false, value::apply, row -> Units.orNone(value.apply(row))));
        return this;
    }

    /** A number: a value for programs, a text for people, aligned to the right. */
    public Table<T> number(String key, String header, Function<T, Number> value, Function<T, String> text) {
        columns.add(new Column<>(key, header, true, value::apply, text));
        return this;
    }

    /** A whole number that people and programs see alike. */
    public Table<T> count(String key, String header, Function<T, Number> value) {
        return number(key, header, value, row -> value.apply(row).toString());
    }

    /** For programs alone. */
    public Table<T> hidden(String key, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(key, "", false, value, row -> ""));
        return this;
    }

    /** For people alone. */
    public Table<T> shown(String header, boolean right, Function<T, String> text) {
        columns.add(new Column<>("", header, right, row -> null, text));
        return this;
    }

    /** The keys of a row's JSON object, in order. */
    public List<String> keys() {
        return columns.stream().map(Column::key).filter(key -> !key.isEmpty()).toList();
    }

    /** @param nothing the sentence for people when there is no row */
    public void print(List<T> rows, Output output, boolean json, String nothing) {
        if (json) {
            output.jsonArray(rows.stream().map(this::object).toList());
        } else if (rows.isEmpty()) {
            output.note(nothing);
        } else {
            lines(rows).forEach(output::line);
        }
    }

    /** One row as its JSON object. */
    public Map<String, @Nullable Object> object(T row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (Column<T> column : columns) {
            if (!column.key.isEmpty()) {
                object.put(column.key, column.value.apply(row));
            }
        }
        return object;
    }

    /** Header and rows, aligned; no line ends in blanks. */
    public List<String> lines(List<T> rows) {
        List<Column<T>> visible = columns.stream().filter(Column::visible).toList();
        List<List<String>> cells = new ArrayList<>();
        cells.add(visible.stream().map(Column::header).toList());
        for (T row : rows) {
            cells.add(visible.stream().map(column -> column.text.apply(row)).toList());
        }
        int[] widths = new int[visible.size()];
        for (List<String> line : cells) {
            for (int index = 0; index < widths.length; index++) {
                widths[index] = Math.max(widths[index], line.get(index).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> line : cells) {
            StringBuilder text = new StringBuilder();
            for (int index = 0; index < widths.length; index++) {
                String cell = line.get(index);
                String padding = " ".repeat(widths[index] - cell.length());
                text.append(index == 0 ? "" : GAP).append(visible.get(index).right ? padding + cell : cell + padding);
            }
            lines.add(text.toString().stripTrailing());
        }
        return lines;
    }
}
