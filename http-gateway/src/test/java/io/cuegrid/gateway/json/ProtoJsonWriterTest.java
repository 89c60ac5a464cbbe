package io.cuegrid.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.opencue.department.DeptAddTasksRequest;
import io.cuegrid.api.opencue.filter.Action;
import io.cuegrid.api.opencue.report.RenderHost;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtoJsonWriterTest {
    private final ProtoJsonWriter writer = new ProtoJsonWriter();

    private String json(com.google.protobuf.Message message) {
        return new String(writer.toBytes(message), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "-3,-3",
        "0.1,0.1",
        "20000.5,20000.5",
        "16777216,16777216",
        "0.000001,0.000001",
        "1e-7,1e-7",
        "1.25e-9,1.25e-9",
        "1e20,100000000000000000000",
        "3.4028235e38,3.4028235e+38",
        "-1.5e30,-1.5e+30"
    })
    void shouldWriteFloatsWithTheFewestDigits(float value, String expected) {
        assertThat(json(Action.newBuilder().setFloatValue(value).build())).contains("\"floatValue\":" + expected + ",");
    }

    @Test
    void shouldWriteMapsInOrderOfTheirKeys() {
        assertThat(json(DeptAddTasksRequest.newBuilder()
                        .putTmap("sh020", 2)
                        .putTmap("sh010", 1)
                        .build()))
                .isEqualTo("{\"department\":null,\"tmap\":{\"sh010\":1,\"sh020\":2}}");
    }

    @Test
    void shouldWriteEnumNumbersThatHaveNoName() {
        assertThat(json(Action.newBuilder().setTypeValue(999).build())).contains("\"type\":999,");
    }

    @Test
    void shouldWriteEmptyListsAndMaps() {
        assertThat(json(RenderHost.getDefaultInstance()))
                .contains("\"tags\":[]")
                .contains("\"attributes\":{}");
    }
}
