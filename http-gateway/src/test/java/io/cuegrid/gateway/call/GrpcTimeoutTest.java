package io.cuegrid.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrpcTimeoutTest {

    @ParameterizedTest
    @CsvSource({"10S,PT10S", "250m,PT0.25S", "2M,PT2M", "1u,PT0.000001S", "99n,PT0.000000099S", "0S,PT0S"})
    void shouldReadEveryUnit(String header, Duration expected) throws Exception {
        assertThat(GrpcTimeout.parse(header)).isEqualTo(expected);
    }

    @Test
    void shouldCutToTheBound() throws Exception {
        assertThat(GrpcTimeout.parse("99999999H")).isEqualTo(GrpcTimeout.MAX);
    }

    @Test
    void shouldHaveADefault() throws Exception {
        assertThat(GrpcTimeout.parse(null)).isEqualTo(GrpcTimeout.DEFAULT);
        assertThat(GrpcTimeout.parse("")).isEqualTo(GrpcTimeout.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "10", "10s", "-1S", "1.5S", "123456789S", "١S"})
    void shouldRefuseWhatIsNoDuration(String header) {
        assertThatThrownBy(() -> GrpcTimeout.parse(header)).hasMessageContaining("invalid Grpc-Timeout");
    }
}
