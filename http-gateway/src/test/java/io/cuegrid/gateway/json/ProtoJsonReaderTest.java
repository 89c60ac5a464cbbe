package io.cuegrid.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.cuegrid.api.opencue.comment.Comment;
import io.cuegrid.api.opencue.department.DeptAddTasksRequest;
import io.cuegrid.api.opencue.filter.Action;
import io.cuegrid.api.opencue.filter.ActionType;
import io.cuegrid.api.opencue.host.HardwareState;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobAddCommentRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtoJsonReaderTest {
    private final ProtoJsonReader reader = new ProtoJsonReader(1 << 20);

    private <M extends Message> M read(String json, M prototype) throws BadRequestException {
        Message message = reader.read(json.getBytes(StandardCharsets.UTF_8), prototype);
        @SuppressWarnings("unchecked")
        M typed = (M) message;
        return typed;
    }

    private Job job(String json) throws BadRequestException {
        return read(json, Job.getDefaultInstance());
    }

    private Host host(String json) throws BadRequestException {
        return read(json, Host.getDefaultInstance());
    }

    @Test
    void shouldTakeBothNamesOfAField() throws Exception {
        String camel = "{\"newComment\":{\"subject\":\"s\"}}";
        String snake = "{\"new_comment\":{\"subject\":\"s\"}}";
        JobAddCommentRequest expected = JobAddCommentRequest.newBuilder()
                .setNewComment(Comment.newBuilder().setSubject("s"))
                .build();

        assertThat(read(camel, JobAddCommentRequest.getDefaultInstance())).isEqualTo(expected);
        assertThat(read(snake, JobAddCommentRequest.getDefaultInstance())).isEqualTo(expected);
    }

    @Test
    void shouldRefuseBothNamesAtOnce() {
        assertThatThrownBy(
                        () -> read("{\"newComment\":{},\"new_comment\":{}}", JobAddCommentRequest.getDefaultInstance()))
                .hasMessage("line 1, column 32: duplicate field \"new_comment\"");
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws Exception {
        assertThat(job("{\"x\":{\"deep\":[1,{}]},\"name\":\"n\",\"y\":null}").getName())
                .isEqualTo("n");
    }

    @Test
    void shouldPassOverUnknownEnumNames() throws Exception {
        assertThat(host("{\"state\":\"REPARE\"}").getState()).isEqualTo(HardwareState.UP);
        FrameSearchCriteria criteria =
                read("{\"states\":{\"frameStates\":[\"DEAD\",\"DAED\",2]}}", FrameSearchCriteria.getDefaultInstance());
        assertThat(criteria.getStates().getFrameStatesList()).containsExactly(FrameState.DEAD, FrameState.RUNNING);
    }

    @Test
    void shouldTakeNullAsUnset() throws Exception {
        Job job = job("{\"name\":null,\"jobStats\":null,\"uid\":null,\"priority\":null}");

        assertThat(job).isEqualTo(Job.getDefaultInstance());
        assertThat(job.hasUid()).isFalse();
    }

    @Test
    void shouldTakeAnEmptyBodyAsTheEmptyMessage() throws Exception {
        assertThat(job("")).isEqualTo(Job.getDefaultInstance());
        assertThat(job(" \n")).isEqualTo(Job.getDefaultInstance());
        assertThat(job("{}")).isEqualTo(Job.getDefaultInstance());
    }

    @Test
    void shouldReadOnlyTheFirstValue() throws Exception {
        assertThat(job("{\"name\":\"first\"} {\"name\":\"second\"}").getName()).isEqualTo("first");
    }

    @Test
    void shouldKeepAOneofThatIsSetToItsDefault() throws Exception {
        assertThat(job("{\"uid\":0}").hasUid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807,9223372036854775807",
        "'\"9223372036854775807\"',9223372036854775807",
        "'\"-5\"',-5",
        "1e3,1000",
        "1.0,1",
        "'\"2.50e1\"',25",
        "-0,0"
    })
    void shouldReadWholeNumbersInEveryForm(String json, long expected) throws Exception {
        assertThat(host("{\"memory\":" + json + "}").getMemory()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "1.5",
                "1e400",
                "1e99999",
                "\"\"",
                "\" 1\"",
                "\"+1\"",
                "\"0x10\"",
                "\"1L\"",
                "true",
                "[1]",
                "{}",
                "01"
            })
    void shouldRefuseWhatIsNoWholeNumberOf64Bits(String json) {
        assertThatThrownBy(() -> host("{\"memory\":" + json + "}")).isInstanceOf(BadRequestException.class);
    }

    @Test
    void shouldSayWhereABodyEndsTooEarlyAndNoMore() {
        assertThatThrownBy(() -> job("{"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageEndingWith("expected close marker for Object")
                .hasMessageContaining("line 1, column 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "\"2147483648\""})
    void shouldRefuse32BitNumbersOutOfRange(String json) {
        assertThatThrownBy(() -> job("{\"priority\":" + json + "}"))
                .hasMessageContaining("out of range for field priority (-2147483648 to 2147483647)");
    }

    @Test
    void shouldReadFloats() throws Exception {
        assertThat(host("{\"cores\":1.5}").getCores()).isEqualTo(1.5f);
        assertThat(host("{\"cores\":\"1.5\"}").getCores()).isEqualTo(1.5f);
        assertThat(host("{\"cores\":\"NaN\"}").getCores()).isNaN();
        assertThat(host("{\"cores\":\"-Infinity\"}").getCores()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> host("{\"cores\":1e39}")).hasMessageContaining("out of range");
        assertThatThrownBy(() -> host("{\"cores\":\"much\"}")).hasMessageContaining("expected a number");
    }

    @Test
    void shouldReadListsMapsAndBytes() throws Exception {
        assertThat(host("{\"tags\":[\"a\",\"b\"]}").getTagsList()).containsExactly("a", "b");
        assertThat(read("{\"tmap\":{\"sh010\":3,\"sh020\":\"4\"}}", DeptAddTasksRequest.getDefaultInstance())
                        .getTmapMap())
                .containsEntry("sh010", 3)
                .containsEntry("sh020", 4)
                .hasSize(2);
        assertThat(read("{\"childProcesses\":\"_-8=\"}", Proc.getDefaultInstance())
                        .getChildProcesses()
                        .toByteArray())
                .containsExactly(0xFF, 0xEF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\":\"a\"}", "{\"tags\":[null]}", "{\"tags\":[1]}", "{\"tags\":{}}", "{\"name\":5}"})
    void shouldRefuseWrongTypes(String json) {
        assertThatThrownBy(() -> host(json)).hasMessageContaining("expected ");
    }

    @Test
    void shouldRefuseAMapKeyThatComesTwice() {
        assertThatThrownBy(() -> read("{\"tmap\":{\"a\":1,\"a\":2}}", DeptAddTasksRequest.getDefaultInstance()))
                .hasMessageContaining("duplicate key \"a\"");
    }

    @Test
    void shouldReadEnumsByNameAndNumber() throws Exception {
        assertThat(read("{\"type\":\"STOP_PROCESSING\"}", Action.getDefaultInstance())
                        .getType())
                .isEqualTo(ActionType.STOP_PROCESSING);
        assertThat(read("{\"type\":4}", Action.getDefaultInstance()).getType()).isEqualTo(ActionType.STOP_PROCESSING);
        assertThat(read("{\"type\":999}", Action.getDefaultInstance()).getTypeValue())
                .isEqualTo(999);
    }

    @Test
    void shouldRefuseDeepNesting() {
        String deep = "{\"x\":".repeat(ProtoJsonReader.MAX_DEPTH + 1) + "1" + "}".repeat(ProtoJsonReader.MAX_DEPTH + 1);

        assertThatThrownBy(() -> job(deep)).hasMessageContaining("nesting depth");
    }

    @Test
    void shouldSayWhereTheTextEndsTooSoon() {
        assertThatThrownBy(() -> job("{\"name\":\"n\"")).hasMessageContaining("Unexpected end-of-input");
    }
}
