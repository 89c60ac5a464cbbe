package io.cuegrid.outline.xml;

/** A text of XML elements, indented. Threading: one thread. */
final class XmlText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    XmlText line(String raw) {
        text.append(INDENT.repeat(depth)).append(raw).append('\n');
        return this;
    }

    /** @param attributes names and values in turn */
    XmlText open(String name, String... attributes) {
        line(tag(name, attributes) + ">");
        depth++;
        return this;
    }

    XmlText close(String name) {
        depth--;
        return line("</" + name + ">");
    }

    XmlText element(String name, String value, String... attributes) {
        return line(tag(name, attributes) + ">" + escaped(value) + "</" + name + ">");
    }

    XmlText element(String name, boolean value) {
        return element(name, value ? "True" : "False");
    }

    XmlText element(String name, int value) {
        return element(name, Integer.toString(value));
    }

    private static String tag(String name, String... attributes) {
        StringBuilder tag = new StringBuilder("<" + name);
        for (int i = 0; i < attributes.length; i += 2) {
            tag.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        return tag.toString();
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        value.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                default -> {
                    if (!isAllowed(character)) {
                        throw new IllegalArgumentException(
                                "the character of number " + character + " cannot be written in XML");
                    }
                    escaped.appendCodePoint(character);
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
