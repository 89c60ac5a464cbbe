package io.cuegrid.api.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSpecTest {
    private static final String SPEC = Specs.spec("<range>1</range><cmd>true</cmd>");

    @TempDir
    private Path folder;

    @Test
    void shouldNotReadAFileThroughAnEntity() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "stolen");
        String xml = "<!DOCTYPE spec [<!ENTITY steal SYSTEM \"" + secret.toUri() + "\">]>"
                + SPEC.replace("<cmd>true</cmd>", "<cmd>&steal;</cmd>");

        assertThat(Specs.problem(xml))
                .contains("the entity \"steal\" is declared: a specification may not declare entities")
                .doesNotContain("stolen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE spec [<!ENTITY a \"x\">]>",
                "<!DOCTYPE spec [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE spec [<!ENTITY % a \"x\">]>",
                "<!DOCTYPE spec [<!ENTITY % a SYSTEM \"file:///etc/passwd\"> %a;]>",
                "<!DOCTYPE spec [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
            })
    void shouldRefuseAnyDeclaredEntity(String doctype) {
        assertThat(Specs.problem(doctype + SPEC)).contains("a specification may not declare entities");
    }

    @Test
    void shouldRefuseAnUnknownEntity() {
        assertThat(Specs.problem(SPEC.replace("true", "&nbsp;"))).contains("nbsp");
        assertThat(Specs.problem("<!DOCTYPE spec SYSTEM \"x.dtd\">" + SPEC.replace("true", "&nbsp;")))
                .contains("the entity \"nbsp\" is not known");
    }

    @Test
    void shouldFetchNothingThatADoctypeNames() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(50);
            String xml = "<!DOCTYPE spec PUBLIC \"x\" \"http://127.0.0.1:" + server.getLocalPort() + "/x.dtd\">" + SPEC;

            assertThat(Specs.problem(xml)).isEmpty();
            Assertions.assertThrows(java.net.SocketTimeoutException.class, server::accept);
        }
    }

    @Test
    void shouldRefuseABillionLaughsAtOnce() {
        StringBuilder doctype = new StringBuilder("<!DOCTYPE spec [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 20; i++) {
            doctype.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
        }
        String xml = doctype + "]>" + SPEC.replace("true", "&l19;");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Specs.problem(xml)).contains("a specification may not declare entities"));
    }

    @Test
    void shouldBoundDepthElementsAttributesAndSize() {
        String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);
        String many = "<a/>".repeat(600_000);
        StringBuilder wide = new StringBuilder("<spec");
        for (int i = 0; i < 100; i++) {
            wide.append(" a" + i + "='1'");
        }

        assertThat(Specs.problem("<spec>" + deep + "</spec>")).contains("nested more than 16 deep");
        assertThat(Specs.problem("<spec>" + many + "</spec>")).contains("more than 500000 elements");
        assertThat(Specs.problem(wide + "/>")).contains("more than 32 attributes");
        assertThat(Specs.problem(SPEC.replace("true", "x".repeat(SpecLimits.MAX_BYTES))))
                .isEqualTo("the specification is larger than 16777216 bytes");
        assertThat(Specs.problem(new byte[SpecLimits.MAX_BYTES + 1])).contains("larger than 16777216 bytes");
        assertThat(Specs.problem(SPEC.replace("true", "x".repeat(SpecLimits.MAX_COMMAND + 1))))
                .contains("has more than 1048576 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<spec>", "<spec></job>", "spec", "<spec/><spec/>", "<spec a=1/>", "<spec>\u0001</spec>", "{}"})
    void shouldSayWhereTheXmlIsBroken(String xml) {
        assertThat(Specs.problem(xml)).matches("(?s)1:\\d+: not well-formed XML: .+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\uFEFF"})
    void shouldRefuseAnEmptyText(String xml) {
        assertThat(Specs.problem(xml)).isEqualTo("the specification is empty");
    }

    @Test
    void shouldRefuseAnotherDocument() {
        assertThat(Specs.problem("<html/>")).startsWith("1:1: the outermost element is <html>, not <spec>");
    }

    @Test
    void shouldCountLinesWhateverEndsThem() {
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            String xml = String.join(
                    end, "<spec>", "<!-- é -->", "<show>testing</show><shot>sh01</shot>", "  <usr>x</usr>", "</spec>");

            assertThat(Specs.problem(xml)).as(end).contains("4:3: <usr> is not known in <spec>");
        }
    }

    @Test
    void shouldPassOverCommentsAndProcessingInstructions() {
        String xml = SPEC.replace("<cmd>true</cmd>", "<!-- <x> --><?php x ?><cmd>tr<!-- -->ue<![CDATA[ < ]]></cmd>");

        assertThat(Specs.problem(xml)).isEmpty();
    }
}
