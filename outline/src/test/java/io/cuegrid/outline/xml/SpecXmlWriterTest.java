package io.cuegrid.outline.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecParser;
import io.cuegrid.outline.Layer;
import io.cuegrid.outline.LayerPreProcess;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.OutlinePostCommand;
import io.cuegrid.outline.Shell;
import io.cuegrid.outline.ShellCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecXmlWriterTest {

    @Test
    void shouldReadBackWhatItWrote() throws SpecException {
        SpecDocument spec = full().toSpec();

        String xml = SpecXmlWriter.write(spec);
        String name = spec.getJobs(1).getName();
        long then = Long.parseLong(name.substring(name.lastIndexOf('_') + 1));

        assertThat(SpecParser.parse(xml, then)).isEqualTo(spec);
        assertThat(SpecXmlWriter.write(SpecParser.parse(xml, then))).isEqualTo(xml);
    }

    @Test
    void shouldWriteElementsInTheOrderOfTheDtd() throws SpecException {
        Outline outline =
                new Outline("order").show("testing").shot("sh01").user("ann").range("1-2");
        outline.add(new Shell("layer", "echo \"<&>\"")
                .memory("1.5g")
                .cores(2)
                .limits("one")
                .env("A", "b"));

        assertThat(SpecXmlWriter.write(outline.toSpec())).isEqualTo("""
                        <?xml version="1.0"?>
                        <!DOCTYPE spec PUBLIC "SPI Cue  Specification Language" "http://localhost:8080/spcue/dtd/cjsl-1.15.dtd">
                        <spec>
                          <show>testing</show>
                          <shot>sh01</shot>
                          <user>ann</user>
                          <job name="order">
                            <paused>False</paused>
                            <priority>1</priority>
                            <maxretries>1</maxretries>
                            <autoeat>False</autoeat>
                            <layers>
                              <layer name="layer" type="Render">
                                <cmd>echo &quot;&lt;&amp;&gt;&quot;</cmd>
                                <range>1-2</range>
                                <chunk>1</chunk>
                                <cores>2.0</cores>
                                <memory>1536m</memory>
                                <limits>
                                  <limit>one</limit>
                                </limits>
                                <env>
                                  <key name="A">b</key>
                                </env>
                                <services>
                                  <service>shell</service>
                                </services>
                              </layer>
                            </layers>
                          </job>
                        </spec>
                        """);
    }

    @Test
    void shouldSayWhatTheXmlHasNoPlaceFor() {
        assertThatThrownBy(() -> write(new Shell("layer", "true").maxCores(4)))
                .hasMessageContaining("no place for the most cores or gpus of a layer: layer");
        assertThatThrownBy(() -> write(new Shell("layer", "true").env("A", " b")))
                .hasMessageContaining("blanks around a value are lost in the XML: variable A");
        assertThatThrownBy(() -> write(new Shell("layer", "echo \u0007")))
                .hasMessageContaining("the character of number 7 cannot be written in XML");
    }

    private static void write(Layer layer) throws SpecException {
        Outline outline =
                new Outline("bad").show("testing").shot("sh01").user("ann").range("1-2");
        outline.add(layer);
        SpecXmlWriter.write(outline.toSpec());
    }

    private static Outline full() {
        Outline outline = new Outline("full")
                .show("testing")
                .shot("sh01")
                .user("ann")
                .facility("cloud")
                .uid(7)
                .email("a@b")
                .range("1-10:3")
                .priority(4)
                .retries(2)
                .maxCores(3.5)
                .maxGpus(1)
                .autoEat(true)
                .paused(true)
                .os("rhel9")
                .env("A", "<b> & \"c\"")
                .dependOnJob("other-sh02-bob_first");
        Layer render = outline.add(new Shell("render", List.of("render", "it's", "a\tb\nc"))
                .chunk(2)
                .cores(0.5)
                .threadable(false)
                .memory("1000k")
                .gpus(1)
                .gpuMemory("0")
                .timeoutMinutes(5)
                .logTimeoutMinutes(6)
                .tags("general", "desktop")
                .limits("one", "two")
                .services("shell", "maya")
                .env("X", "1")
                .output("main", "/a/b"));
        outline.add(new LayerPreProcess(render, "mkdir"));
        outline.add(new ShellCommand("once", "true").dependAll(render).dependOnFrame(render, 7));
        Layer previous = outline.add(new Shell("previous", "true"));
        previous.dependPrevious(previous).dependAny(render).dependSim(render);
        Layer first = outline.add(new OutlinePostCommand("mail", "mail"));
        outline.add(new OutlinePostCommand("clean", "rm").dependAll(first));
        return outline;
    }
}
