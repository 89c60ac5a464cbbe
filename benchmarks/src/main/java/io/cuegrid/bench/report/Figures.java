package io.cuegrid.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named figures in order: one JSON object for programs, a table for people. A figure that was not measured is null.
 *
 * <p>Threading: one thread.
 */
public final class Figures {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    public Figures text(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Figures flag(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    /** @param decimals digits after the point that mean something */
    public Figures number(String name, @Nullable Double value, int decimals) {
        values.put(
                name,
                value != null && Double.isFinite(value)
                        ? BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP)
                        : null);
        return this;
    }

    /** Puts all of another's behind these. */
    public Figures with(Figures more) {
        values.putAll(more.values);
        return this;
    }

    /** One line. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
                write(json, entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(value.toString());
        }
    }

    /** A line a figure; what was not measured is left out. */
    public String table() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (value != null) {
                String shown = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
                text.append(name)
                        .append(" ".repeat(width - name.length() + 2))
                        .append(shown)
                        .append('\n');
            }
        });
        return text.toString();
    }
}
