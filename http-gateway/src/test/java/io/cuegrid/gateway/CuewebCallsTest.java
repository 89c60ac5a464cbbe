package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.cuegrid.gateway.call.RpcCatalog;
import io.cuegrid.gateway.call.RpcMethod;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that CueWeb makes, with the fields that it fills in: the method exists, the request is taken in both ways
 * of naming, and every field arrives at the grid.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CuewebCallsTest {
    private static final Path CALLS = Path.of("src/test/resources/cueweb/calls.tsv");

    private GatewayFixture fixture;

    @BeforeAll
    void start() throws IOException {
        fixture = new GatewayFixture();
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    static Stream<String> calls() throws IOException {
        return Files.readAllLines(CALLS).stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldTakeTheCall(String line) throws Exception {
        String[] parts = line.split("\t", -1);
        List<String> fields = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(" "));
        RpcMethod rpc = Objects.requireNonNull(new RpcCatalog().find("/" + parts[0]), parts[0]);
        fixture.grid()
                .answers(
                        parts[0],
                        ((PrototypeMarshaller<Message>) rpc.descriptor().getResponseMarshaller())
                                .getMessagePrototype());
        Descriptor type = rpc.requestPrototype().getDescriptorForType();
        for (boolean camel : new boolean[] {false, true}) {
            HttpResponse<String> response = fixture.post(parts[0], body(type, fields, camel));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            Message request = fixture.grid().lastAsked().request();
            for (String field : fields) {
                assertThat(isSet(request, List.of(field.split("\\."))))
                        .as("%s of %s in %s", field, parts[0], request)
                        .isTrue();
            }
        }
    }

    private static String body(Descriptor type, List<String> fields, boolean camel) {
        Map<String, List<String>> children = new LinkedHashMap<>();
        for (String field : fields) {
            String[] headAndRest = field.split("\\.", 2);
            List<String> rest = children.computeIfAbsent(headAndRest[0], key -> new ArrayList<>());
            if (headAndRest.length > 1) {
                rest.add(headAndRest[1]);
            }
        }
        List<String> members = new ArrayList<>();
        children.forEach((name, rest) -> {
            FieldDescriptor field = find(type, name);
            String value = sample(field, rest, camel);
            String list = field.isRepeated() ? "[" + value + "]" : value;
            members.add("\"" + (camel ? field.getJsonName() : field.getName()) + "\":" + list);
        });
        return "{" + String.join(",", members) + "}";
    }

    private static String sample(FieldDescriptor field, List<String> inner, boolean camel) {
        return switch (field.getJavaType()) {
            case MESSAGE -> body(field.getMessageType(), inner, camel);
            case STRING -> "\"text\"";
            case BOOLEAN -> "true";
            case ENUM -> Integer.toString(field.getEnumType().getValues().get(1).getNumber());
            case INT, LONG -> "7";
            case FLOAT, DOUBLE -> "1.5";
            case BYTE_STRING -> "\"AAAA\"";
        };
    }

    private static FieldDescriptor find(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.getFullName() + " has no field " + name));
    }

    private static boolean isSet(Message message, List<String> path) {
        FieldDescriptor field = find(message.getDescriptorForType(), path.get(0));
        boolean here = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
        if (!here || path.size() == 1) {
            return here;
        }
        Object child = field.isRepeated() ? message.getRepeatedField(field, 0) : message.getField(field);
        return isSet((Message) child, path.subList(1, path.size()));
    }
}
