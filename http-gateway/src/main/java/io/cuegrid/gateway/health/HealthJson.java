package io.cuegrid.gateway.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** {@link Health} as JSON; docs/rest.md shows one. */
public final class HealthJson {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final JsonFactory factory = new JsonFactory();

    public static int httpStatus(Health health) {
        return switch (health.status()) {
            case UP, DEGRADED -> OK;
            case DOWN -> UNAVAILABLE;
        };
    }

    public byte[] toBytes(Health health) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("status", health.status().name().toLowerCase(Locale.ROOT));
            json.writeArrayFieldStart("problems");
            for (String problem : health.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeBooleanField("acceptsWork", health.acceptsWork());
            json.writeNumberField("members", health.members());
            json.writeStringField("history", health.history());
            json.writeNumberField("historyLagBatches", health.historyLagBatches());
            json.writeNumberField("journalFreeBytes", health.journalFreeBytes());
            json.writeArrayFieldStart("cells");
            for (Health.CellHealth cell : health.cells()) {
                write(json, cell);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Health.CellHealth cell) throws IOException {
        json.writeStartObject();
        json.writeStringField("facility", cell.facility());
        json.writeStringField("leader", cell.leader());
        json.writeStringField("state", cell.state());
        json.writeNumberField("replicasInSync", cell.replicasInSync());
        json.writeNumberField("replicasWanted", cell.replicasWanted());
        json.writeNumberField("epoch", cell.epoch());
        json.writeNumberField("sequence", cell.sequence());
        json.writeNumberField("waitingFrames", cell.waitingFrames());
        json.writeNumberField("runningFrames", cell.runningFrames());
        json.writeNumberField("hostsUp", cell.hostsUp());
        json.writeEndObject();
    }
}
