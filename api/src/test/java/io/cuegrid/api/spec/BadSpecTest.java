package io.cuegrid.api.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadSpecTest {

    @Test
    void shouldNameEveryProblemAtOnceWithItsPlace() {
        String xml = """
                <spec>
                  <show>testing</show>
                  <shot>a</shot>
                  <user>root</user>
                  <uid>0</uid>
                  <job name="x/y">
                    <priorty>5</priorty>
                    <layers>
                      <layer name="one" type="Rendr">
                        <cmd></cmd>
                        <range>1-10x0</range>
                        <chunk>0</chunk>
                        <memory>lots</memory>
                        <cores>4</cores>
                      </layer>
                    </layers>
                  </job>
                </spec>
                """;

        assertThat(Specs.problem(xml).split("\n"))
                .containsExactly(
                        "3:3: the shot name \"a\" is not allowed: 3 to 200 letters, digits, dots, dashes and underscores",
                        "4:3: jobs cannot be launched as root",
                        "5:3: jobs cannot be launched as root (uid 0)",
                        "6:3: the job name \"x/y\" is not allowed: 3 to 200 letters, digits, dots, dashes and"
                                + " underscores",
                        "7:5: <priorty> is not known in <job>; did you mean \"priority\"?",
                        "9:7: the layer type \"Rendr\" is not one of Render, Util and Post",
                        "10:9: the command of layer \"one\" is empty",
                        "11:9: layer \"one\": bad frame range \"1-10x0\": the step cannot be zero (position 6)",
                        "12:9: chunk \"0\" is not a whole number of at least 1",
                        "13:9: memory: \"lots\" is not an amount of memory; write 512m, 1.5g or 2t (a bare number means"
                                + " gigabytes)",
                        "14:9: cores: \"4\" means 0.04 cores, the least is 0.1; write cores with a dot, like 4.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<cmd>x</cmd>                                      | layer \"layer\" has no frame range",
                "<range>1</range>                                  | layer \"layer\" has no command",
                "<range>1</range><range>2</range><cmd>x</cmd>      | <range> is there twice in <layer>",
                "<rnge>1</rnge>                                    | did you mean \"range\"?",
                "<range>1<b/></range><cmd>x</cmd>                  | <b> is not known in <range>",
                "<range>1</range><cmd>x</cmd>text                  | <layer> holds text beside its elements",
                "<range>1</range><cmd a='1'>x</cmd>                | the attribute \"a\" is not known in <cmd>",
                "<range>1</range><cmd>x</cmd><chunk>1.0</chunk>    | chunk \"1.0\" is not a whole number of at least 1",
                "<range>1</range><cmd>x</cmd><chunk>-1</chunk>     | chunk \"-1\" is not a whole number of at least 1",
                "<range>1</range><cmd>x</cmd><gpus>-1</gpus>       | gpus \"-1\" is not a whole number from 0 to 1000",
                "<range>1</range><cmd>x</cmd><memory>0</memory>    | memory cannot be 0",
                "<range>1</range><cmd>x</cmd><memory>-1g</memory>  | \"-1g\" is not an amount of memory",
                "<range>1</range><cmd>x</cmd><cores>many</cores>   | \"many\" is not a number of cores",
                "<range>1</range><cmd>x</cmd><threadable>maybe</threadable> | neither true nor false",
                "<range>1</range><cmd>x</cmd><timeout>1h</timeout> | timeout \"1h\" is not a whole number from 0 to",
                "<range>1</range><cmd>x</cmd><tags>a</tags>        | the tag name \"a\" is not allowed: 3 to 200",
                "<range>1</range><cmd>x</cmd><tags>one two</tags>  | the tag name \"one two\" is not allowed",
                "<range>1</range><cmd>x</cmd><tags></tags>         | the tag name \"\" is not allowed",
                "<range>1</range><cmd>x</cmd><limits><limit>a b</limit></limits> | the limit name \"a b\" is not allowed",
                "<range>1</range><cmd>x</cmd><services><service/></services> | the service name \"\" is not allowed",
                "<range>1</range><cmd>x</cmd><env><key>1</key></env> | <key> needs the attribute \"name\"",
                "<range>1</range><cmd>x</cmd><env><key name='A=B'>1</key></env> | \"A=B\" is not the name of a variable",
                "<range>1</range><cmd>x</cmd><env><kye name='A'>1</kye></env> | did you mean \"key\"?",
                "<range>1</range><cmd>x</cmd><outputs><output name='a'/></outputs> | an output of layer \"layer\" has no path",
                "<range>1</range><cmd>x</cmd><gpu>1g</gpu><gpu_memory>1g</gpu_memory> | has both <gpu> and <gpu_memory>",
                "<range>1, 2</range><cmd>x</cmd>                   | a range holds no blanks (position 3)",
                "<range></range><cmd>x</cmd>                       | it is empty",
                "<range>1-100001</range><cmd>x</cmd>               | layer \"layer\" has 100001 frames, the maximum is 100000",
                "<range>1-1000001</range><cmd>x</cmd>              | has 1000001 frames, the maximum is 1000000",
            })
    void shouldSayWhatIsWrongWithALayer(String layer, String sentence) {
        assertThat(Specs.problem(Specs.spec(layer))).contains(sentence).startsWith("5:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<paused>perhaps</paused>          | paused \"perhaps\" is neither true nor false",
                "<priority>high</priority>         | priority \"high\" is not a whole number",
                "<maxretries>17</maxretries>       | maxretries \"17\" is not a whole number from 0 to 16",
                "<maxretries>-1</maxretries>       | maxretries \"-1\" is not a whole number from 0 to 16",
                "<maxcores>x</maxcores>            | maxcores: \"x\" is not a number of cores",
                "<maxgpus>1.5</maxgpus>            | maxgpus \"1.5\" is not a whole number of at least 0",
                "<dept>x</dept>                    | <dept> is not known in <job>",
                "<localbook host='a'/>             | <localbook> needs the attribute \"cores\"",
                "<localbook host='a' cores='1' memory='8g' threads='1'/> | \"8g\" is not a number of KiB",
                "<env><key name='1A'>x</key></env> | \"1A\" is not the name of a variable",
            })
    void shouldSayWhatIsWrongWithAJob(String elements, String sentence) {
        assertThat(Specs.problem(Specs.job(elements))).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LAYER_ON_LAYR  | | layer | | main | other | | not known; did you mean \"LAYER_ON_LAYER\"?",
                "LAYER_ON_LAYER | | layer | | main | othr | | has no layer \"othr\"; did you mean \"other\"?",
                "LAYER_ON_LAYER | | layer | | main | layer | | layer \"layer\" cannot depend on itself",
                "FRAME_BY_FRAME | | layer | | main | layer | | layer \"layer\" cannot depend on itself",
                "JOB_ON_JOB     | |       | | main |       | | job \"testing-sh01-ann_main\" cannot depend on itself",
                "FRAME_ON_FRAME | |       | 0001-layer | main | | 0001-layer | frame \"0001-layer\" cannot depend on itself",
                "LAYER_ON_LAYER | |       | | main | other | | LAYER_ON_LAYER must name the layer that waits",
                "LAYER_ON_LAYER | | layer | | main |       | | LAYER_ON_LAYER must name the layer that is waited for",
                "FRAME_ON_FRAME | | layer | | main | | 0001-other | must name the frame that waits, like 0001-render",
                "LAYER_ON_FRAME | | layer | | main | | 11-other | \"11-other\" is not the name of a frame",
                "LAYER_ON_FRAME | | layer | | main | | 0011-other | layer \"other\" has no frame 0011-other",
                "LAYER_ON_FRAME | | layer | | main | layer | 0001-other | the frame 0001-other is not of layer \"layer\"",
                "LAYER_ON_JOB   | | layer | | elsewhere | other | | LAYER_ON_JOB names no layer or frame where it is waited for",
                "FRAME_BY_FRAME | anyframe=\"true\" | layer | | main | other | | works with LAYER_ON_LAYER only, not with FRAME_BY_FRAME",
                "LAYER_ON_LAYER | anyframe=\"x\" | layer | | main | other | | anyframe \"x\" is neither true nor false",
                "LAYER_ON_LAYER | | layer | | x | other | | the job name \"x\" is not allowed",
            })
    void shouldSayWhatIsWrongWithADepend(
            String type,
            String attributes,
            String layer,
            String frame,
            String onJob,
            String onLayer,
            String onFrame,
            String sentence) {
        String xml =
                Specs.withDepend(type, attributes == null ? "" : attributes, layer, frame, onJob, onLayer, onFrame);

        assertThat(Specs.problem(xml)).contains(sentence);
    }

    @Test
    void shouldFindLayersThatWaitForEachOther() {
        String xml = Specs.withDepend("FRAME_BY_FRAME", "", "layer", null, "main", "other", null);
        String back = "<depend type='LAYER_ON_LAYER'><depjob>main</depjob><deplayer>other</deplayer>"
                + "<onjob>main</onjob><onlayer>layer</onlayer></depend></depends>";

        assertThat(Specs.problem(xml.replace("</depends>", back)))
                .contains("these wait for each other for ever: layer → other → layer")
                .startsWith("8:");
    }

    @Test
    void shouldAllowASimulationThatFollowsItself() {
        String xml = Specs.withDepend("FRAME_BY_FRAME", "", "layer", null, "main", "other", null);
        String back = "<depend type='PREVIOUS_FRAME'><depjob>main</depjob><deplayer>other</deplayer>"
                + "<onjob>main</onjob><onlayer>layer</onlayer></depend></depends>";

        assertThat(Specs.problem(xml.replace("</depends>", back))).isEmpty();
    }

    @Test
    void shouldFindAJobThatWaitsForOneThatWaitsForIt() {
        String other = "<job name='other'><layers><layer name='one' type='Util'><cmd>x</cmd><range>1</range></layer>"
                + "</layers></job>";
        String depends = "<depends><depend type='JOB_ON_JOB'><depjob>main</depjob><onjob>other</onjob></depend>"
                + "<depend type='LAYER_ON_LAYER'><depjob>other</depjob><deplayer>one</deplayer><onjob>main</onjob>"
                + "<onlayer>layer</onlayer></depend></depends></spec>";

        assertThat(Specs.problem(Specs.spec("<range>1</range><cmd>true</cmd>").replace("</spec>", other + depends)))
                .contains("these wait for each other for ever");
    }

    @Test
    void shouldRefuseALayerThatWaitsForAPostLayer() {
        String xml = Specs.withDepend("LAYER_ON_LAYER", "", "layer", null, "main", "other", null)
                .replace("name=\"other\" type=\"Render\"", "name=\"other\" type=\"Post\"");

        assertThat(Specs.problem(xml)).contains("layer \"layer\" cannot wait for the POST layer \"other\"");
    }

    @Test
    void shouldRefuseTwoLayersAndTwoJobsOfOneName() {
        String layer = "<layer name='LAYER' type='Util'><cmd>x</cmd><range>1</range></layer></layers>";
        String job = "<job name='MAIN'><layers><layer name='one' type='Util'><cmd>x</cmd><range>1</range></layer>"
                + "</layers></job></spec>";
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>");

        assertThat(Specs.problem(xml.replace("</layers>", layer)))
                .contains("the layer \"layer\" was already defined in job \"main\" (names are conformed");
        assertThat(Specs.problem(xml.replace("</spec>", job)))
                .contains("the job \"testing-sh01-ann_main\" is in it twice");
    }

    @Test
    void shouldRefuseAJobOfNothingAndOneOfPostLayersOnly() {
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>");

        assertThat(Specs.problem(xml.replaceAll("(?s)<layers>.*</layers>", "")))
                .contains("the job \"main\" has no layers");
        assertThat(Specs.problem(xml.replace("Render", "Post")))
                .contains("the job \"main\" has no layers besides POST ones");
        assertThat(Specs.problem(xml.replaceAll("(?s)<job.*</job>", ""))).contains("there is no job in it");
        assertThat(Specs.problem("<spec/>"))
                .contains("there is no show")
                .contains("there is no shot")
                .contains("there is no user");
    }

    @Test
    void shouldHoldTheLimitsOfLayersAndFrames() {
        String one = "<layer name='layer%d' type='Util'><cmd>x</cmd><range>%s</range></layer>";
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>");
        String many =
                IntStream.range(0, 2000).mapToObj(i -> one.formatted(i, "1")).collect(Collectors.joining());
        String large = IntStream.range(0, 10)
                .mapToObj(i -> one.formatted(i, "1-100000"))
                .collect(Collectors.joining());

        assertThat(Specs.problem(xml.replace("</layers>", many + "</layers>")))
                .isEqualTo("6:" + (many.lastIndexOf("<layer ") + 1)
                        + ": job \"main\" has more than 2000 layers, the maximum");
        assertThat(Specs.problem(xml.replace("</layers>", large + "</layers>")))
                .isEqualTo("3:1: the job \"main\" has 1000001 frames, the maximum is 1000000");
    }

    @Test
    void shouldBoundTheWorkOfReadingRanges() {
        String one =
                "<layer name='layer%d' type='Util'><cmd>x</cmd><range>1-1000000:999</range><chunk>99999</chunk></layer>";
        String many = IntStream.range(0, 1999).mapToObj(one::formatted).collect(Collectors.joining());
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>").replace("</layers>", many + "</layers>");

        assertThat(Specs.problem(xml)).contains("single frames, the maximum is 10000000");
    }

    @Test
    void shouldRefuseNamesThatDoNotFitALogFile() {
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>")
                .replace("name=\"main\"", "name=\"" + "j".repeat(150) + "\"")
                .replace("name=\"layer\"", "name=\"" + "l".repeat(100) + "\"");

        assertThat(Specs.problem(xml)).contains("have 267 characters together, the maximum is 230");
    }

    @Test
    void shouldTellAtMostAHundredProblems() {
        String xml = Specs.spec("<x/>".repeat(5000));

        String[] lines = Specs.problem(xml).split("\n");

        assertThat(lines).hasSize(101);
        assertThat(lines[100]).startsWith("and 49");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<show>a b</show>    | the show name \"a b\" is not allowed",
                "<shot>sh/01</shot>  | the shot name \"sh/01\" is not allowed",
                "<shot>..x</shot>    | may not start with a dot",
                "<user>a;b</user>    | the user \"a;b\" is not a user name",
                "<user></user>       | the user is empty",
                "<facility>a/b</facility> | the facility name \"a/b\" is not allowed",
                "<uid>-5</uid>       | a uid is not negative",
                "<uid>ann</uid>      | uid \"ann\" is not a whole number",
                "<shw>x</shw>        | <shw> is not known in <spec>; did you mean \"show\"?",
            })
    void shouldSayWhatIsWrongWithTheSpec(String element, String sentence) {
        String name = element.substring(0, element.indexOf('>') + 1).replace("<", "");
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>")
                .replaceFirst("<" + name + ".*?</" + name, "")
                .replace("<spec>", "<spec>" + element);

        assertThat(Specs.problem(xml)).contains(sentence).startsWith("1:7: ");
    }
}
