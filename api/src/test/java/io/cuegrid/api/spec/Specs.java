package io.cuegrid.api.spec;

import org.jspecify.annotations.Nullable;

/** Texts of specifications for tests. */
final class Specs {

    private Specs() {}

    /** A specification of one job "main" with a layer "layer" of these elements. */
    static String spec(String layer) {
        return """
                <spec>
                <show>testing</show><shot>sh01</shot><user>ann</user>
                <job name="main">
                <layers>
                <layer name="layer" type="Render">%s</layer>
                </layers>
                </job>
                </spec>
                """.formatted(layer);
    }

    /** One job with these elements before its layers. */
    static String job(String elements) {
        return spec("<range>1</range><cmd>true</cmd>").replace("<layers>", elements + "<layers>");
    }

    static String withDepend(
            String type,
            String attributes,
            @Nullable String layer,
            @Nullable String frame,
            String onJob,
            @Nullable String onLayer,
            @Nullable String onFrame) {
        String depend = "<depend type=\"" + type + "\" " + attributes + "><depjob>main</depjob>"
                + element("deplayer", layer) + element("depframe", frame)
                + element("onjob", onJob) + element("onlayer", onLayer) + element("onframe", onFrame) + "</depend>";
        return spec("<range>1-10</range><cmd>true</cmd>")
                .replace(
                        "</layers>",
                        "<layer name=\"other\" type=\"Render\"><range>1-10</range><cmd>x</cmd></layer></layers>")
                .replace("</spec>", "<depends>" + depend + "</depends></spec>");
    }

    /** What is said of a broken specification. */
    static String problem(String xml) {
        try {
            SpecParser.parse(xml, 0);
        } catch (SpecException problems) {
            return String.valueOf(problems.getMessage());
        }
        return "";
    }

    static String problem(byte[] xml) {
        try {
            SpecParser.parse(xml, 0);
        } catch (SpecException problems) {
            return String.valueOf(problems.getMessage());
        }
        return "";
    }

    private static String element(String name, @Nullable String text) {
        return text == null ? "" : "<" + name + ">" + text + "</" + name + ">";
    }
}
