package io.cuegrid.api.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element of a specification as it stands in the text. Threading: one thread. */
final class XmlElement {
    private final String name;
    private final SpecPosition at;
    private final Map<String, Given> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String name, SpecPosition at) {
        this.name = name;
        this.at = at;
    }

    String name() {
        return name;
    }

    SpecPosition at() {
        return at;
    }

    Map<String, Given> attributes() {
        return attributes;
    }

    @Nullable
    Given attribute(String attributeName) {
        return attributes.get(attributeName);
    }

    List<XmlElement> children() {
        return children;
    }

    void append(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    /** The text directly in the element, without blanks around it. */
    Given text() {
        return new Given(text.toString().strip(), at);
    }
}
