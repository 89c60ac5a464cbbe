package io.cuegrid.api.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTextTest {

    @ParameterizedTest
    @CsvSource({
        "512m, 524288",
        "512mb, 524288",
        "512MiB, 524288",
        "1.5g, 1572864",
        "0.5g, 524288",
        "2g, 2097152",
        "6gb, 6291456",
        "4, 4194304",
        "0.25, 262144",
        "1k, 1",
        "0.1k, 1",
        "2t, 2147483648",
        "0, 0",
        "' 3G ', 3145728",
        "1024t, 1099511627776"
    })
    void shouldReadMemory(String text, long kib) {
        assertThat(MemoryText.parseKib(text)).isEqualTo(kib);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1g", "1,5g", "1e3", "512 mm", "1.g", ".5g", "lots", "0x10", "1g2", "١g"})
    void shouldRefuseWhatIsNoMemory(String text) {
        assertThatThrownBy(() -> MemoryText.parseKib(text))
                .isInstanceOf(UnitException.class)
                .hasMessageContaining("\"" + text + "\" is not an amount of memory; write 512m, 1.5g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1025t", "999999999999999999g", "1099511627777k"})
    void shouldRefuseTooMuchMemory(String text) {
        assertThatThrownBy(() -> MemoryText.parseKib(text)).hasMessageContaining("the largest amount, 1024t");
    }

    @ParameterizedTest
    @CsvSource({"2097152, 2g", "1572864, 1536m", "1, 0.0009765625m", "0, 0g", "262144, 256m"})
    void shouldWriteMemoryExactly(long kib, String text) {
        assertThat(MemoryText.format(kib)).isEqualTo(text);
        assertThat(MemoryText.parseKib(text)).isEqualTo(kib);
    }

    @ParameterizedTest
    @CsvSource({"512, 512K", "307200, 300M", "1572864, 1.5G"})
    void shouldShowMemoryShortly(long kib, String text) {
        assertThat(MemoryText.display(kib)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 400",
        "0.5, 50",
        "1.25, 125",
        "0, 0",
        "-2, -200",
        "-2.0, -200",
        "0.10, 10",
        "' 1 ', 100",
        "1.500, 150"
    })
    void shouldReadCores(String text, int units) {
        assertThat(CoreText.parseUnits(text)).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 100",
        "1.5, 150",
        "100, 100",
        "150, 150",
        "0, 0",
        "-2.0, -200",
        "-200, -200",
        "0.1, 10",
        "24.0, 2400"
    })
    void shouldReadCoresOfXmlWithAndWithoutDot(String text, int units) {
        assertThat(CoreText.parseXmlUnits(text)).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "four", "1e2", "+1", "1.", ".5", "1,5", "0x1", "NaN"})
    void shouldRefuseWhatIsNoNumberOfCores(String text) {
        assertThatThrownBy(() -> CoreText.parseUnits(text))
                .hasMessageContaining("\"" + text + "\" is not a number of cores");
        assertThatThrownBy(() -> CoreText.parseXmlUnits(text)).isInstanceOf(UnitException.class);
    }

    @Test
    void shouldRefuseCoresThatCannotBeGiven() {
        assertThatThrownBy(() -> CoreText.parseXmlUnits("4"))
                .hasMessage("\"4\" means 0.04 cores, the least is 0.1; write cores with a dot, like 4.0");
        assertThatThrownBy(() -> CoreText.parseUnits("0.125")).hasMessageContaining("at most two decimals");
        assertThatThrownBy(() -> CoreText.parseUnits("10001")).hasMessageContaining("more than 10000 cores");
        assertThatThrownBy(() -> CoreText.parseUnits("999999999")).hasMessageContaining("more than 10000 cores");
    }

    @ParameterizedTest
    @CsvSource({"100, 1, 1.0", "50, 0.5, 0.5", "125, 1.25, 1.25", "0, 0, 0.0", "-200, -2, -2.0", "1000, 10, 10.0"})
    void shouldWriteCores(int units, String cores, String xml) {
        assertThat(CoreText.format(units)).isEqualTo(cores);
        assertThat(CoreText.formatXml(units)).isEqualTo(xml);
        assertThat(CoreText.parseUnits(cores)).isEqualTo(units);
        assertThat(CoreText.parseXmlUnits(xml)).isEqualTo(units);
    }
}
