package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.cuegrid.gateway.call.RpcCatalog;
import io.cuegrid.gateway.call.RpcMethod;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One answer per noun, byte for byte: {@code golden/NOUN.textproto} is what the grid answers (its first line names the
 * method), {@code golden/NOUN.json} what a caller must get, one field a line as far as people read it; blanks and line
 * ends outside of strings do not count.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldenAnswersTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private GatewayFixture fixture;

    @BeforeAll
    void start() throws IOException {
        fixture = new GatewayFixture();
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    static Stream<String> nouns() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".textproto"))
                    .map(name -> name.replace(".textproto", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("nouns")
    void shouldAnswerAsRecorded(String noun) throws Exception {
        List<String> text = Files.readAllLines(FOLDER.resolve(noun + ".textproto"));
        String method = text.get(0).substring("# ".length());
        RpcMethod rpc = Objects.requireNonNull(new RpcCatalog().find("/" + method), method);
        Message.Builder answer = ((PrototypeMarshaller<Message>)
                        rpc.descriptor().getResponseMarshaller())
                .getMessagePrototype()
                .newBuilderForType();
        TextFormat.merge(String.join("\n", text), answer);
        fixture.grid().answers(method, answer.build());

        HttpResponse<String> response = fixture.post(method, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        String golden = Files.readString(FOLDER.resolve(noun + ".json"), StandardCharsets.UTF_8);
        assertThat(response.body()).isEqualTo(compact(golden));
    }

    /** Takes out the blanks and line ends between the tokens. */
    private static String compact(String json) {
        StringBuilder compact = new StringBuilder();
        boolean inString = false;
        boolean escaped = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString || !Character.isWhitespace(c)) {
                compact.append(c);
            }
            if (c == '"' && !escaped) {
                inString = !inString;
            }
            escaped = c == '\\' && !escaped;
        }
        return compact.toString();
    }
}
