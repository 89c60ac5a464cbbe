package io.cuegrid.outline.yaml;

import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecPosition;
import java.util.List;
import java.util.Map;

/** A value of a YAML text with its place. */
sealed interface YamlNode {

    SpecPosition at();

    /** A single value as written. @param isNull nothing was written */
    record Scalar(String text, boolean isNull, SpecPosition at) implements YamlNode {
        Given given() {
            return new Given(text, at);
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, SpecPosition at) implements YamlNode {}

    /** Keys and values, in order. */
    record Mapping(Map<String, Entry> entries, SpecPosition at) implements YamlNode {}

    /** One entry of a mapping. @param keyAt where its key stands */
    record Entry(SpecPosition keyAt, YamlNode value) {}

    /** What it is, for people. */
    default String kind() {
        if (this instanceof Sequence) {
            return "a list";
        }
        return this instanceof Mapping ? "keys with values" : "a single value";
    }
}
