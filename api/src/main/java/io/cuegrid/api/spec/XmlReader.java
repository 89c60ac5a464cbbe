package io.cuegrid.api.spec;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Reads a text into elements and trusts nothing of it: a DOCTYPE is passed over, nothing that it names is fetched, any
 * entity that it declares ends the reading, and depth and number of elements are bounded. Threading: one thread, one
 * text.
 */
final class XmlReader extends DefaultHandler2 {
    /** A specification is six deep. */
    private static final int MAX_DEPTH = 16;
    /** 2,000 layers with a hundred variables and outputs each, and room. */
    private static final int MAX_ELEMENTS = 500_000;
    /** Attributes of one element; a specification has at most seven. */
    private static final int MAX_ATTRIBUTES = 32;

    private final SpecProblems problems;
    private final String text;
    private final LineStarts lines;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private @Nullable Locator locator;
    private @Nullable XmlElement root;
    private int elements;

    private XmlReader(SpecProblems problems, String text) {
        this.problems = problems;
        this.text = text;
        this.lines = new LineStarts(text);
    }

    /** @return the root, or null when the text is not well formed; then there is a problem */
    static @Nullable XmlElement read(SpecProblems problems, String text) {
        XmlReader handler = new XmlReader(problems, text);
        try {
            SAXParser parser = parser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
            parser.setProperty("http://xml.org/sax/properties/declaration-handler", handler);
            parser.parse(new InputSource(new StringReader(text)), handler);
            return handler.root;
        } catch (SpecTextException refused) {
            return null;
        } catch (SAXParseException broken) {
            problems.add(
                    new SpecPosition(Math.max(1, broken.getLineNumber()), Math.max(1, broken.getColumnNumber())),
                    "not well-formed XML: " + broken.getMessage());
            return null;
        } catch (SAXException | IOException | ParserConfigurationException failed) {
            problems.add(SpecPosition.NONE, "the XML cannot be read: " + failed.getMessage());
            return null;
        }
    }

    private static SAXParser parser() throws SAXException, ParserConfigurationException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setValidating(false);
        factory.setNamespaceAware(false);
        factory.setXIncludeAware(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        return parser;
    }

    @Override
    public void setDocumentLocator(Locator given) {
        locator = given;
    }

    @Override
    public InputSource resolveEntity(
            @Nullable String name, @Nullable String publicId, @Nullable String baseUri, @Nullable String systemId) {
        return new InputSource(new StringReader(""));
    }

    @Override
    public void internalEntityDecl(String name, String value) throws SAXException {
        throw refused("the entity \"" + name + "\" is declared: a specification may not declare entities");
    }

    @Override
    public void externalEntityDecl(String name, @Nullable String publicId, String systemId) throws SAXException {
        throw refused("the entity \"" + name + "\" is declared: a specification may not declare entities");
    }

    @Override
    public void skippedEntity(String name) throws SAXException {
        if (!name.equals("[dtd]")) {
            throw refused("the entity \"" + name + "\" is not known");
        }
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        SpecPosition at = startOfTag();
        if (open.size() >= MAX_DEPTH) {
            throw refusedAt(at, "elements are nested more than " + MAX_DEPTH + " deep");
        }
        if (++elements > MAX_ELEMENTS) {
            throw refusedAt(at, "there are more than " + MAX_ELEMENTS + " elements");
        }
        if (attributes.getLength() > MAX_ATTRIBUTES) {
            throw refusedAt(at, "<" + name + "> has more than " + MAX_ATTRIBUTES + " attributes");
        }
        XmlElement element = new XmlElement(name, at);
        for (int i = 0; i < attributes.getLength(); i++) {
            element.attributes().put(attributes.getQName(i), new Given(attributes.getValue(i), at));
        }
        if (open.isEmpty()) {
            root = element;
        } else {
            open.element().children().add(element);
        }
        open.push(element);
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        open.pop();
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (!open.isEmpty()) {
            open.element().append(characters, start, length);
        }
    }

    @Override
    public void error(SAXParseException problem) {
        // validity is checked by the reader of the elements, which names every problem
    }

    /** The parser is behind the tag: no {@code <} can stand inside of it, so the last one starts it. */
    private SpecPosition startOfTag() {
        if (locator == null) {
            return SpecPosition.NONE;
        }
        int end = lines.offset(locator.getLineNumber(), locator.getColumnNumber());
        int start = text.lastIndexOf('<', end - 1);
        return start < 0 ? new SpecPosition(locator.getLineNumber(), locator.getColumnNumber()) : lines.position(start);
    }

    private SpecTextException refused(String sentence) {
        return refusedAt(
                locator == null
                        ? SpecPosition.NONE
                        : new SpecPosition(locator.getLineNumber(), locator.getColumnNumber()),
                sentence);
    }

    private SpecTextException refusedAt(SpecPosition at, String sentence) {
        problems.add(at, sentence);
        return new SpecTextException(sentence);
    }

    /** Ends the reading; its problem is told already. */
    private static final class SpecTextException extends SAXException {
        private static final long serialVersionUID = 1L;

        SpecTextException(String sentence) {
            super(sentence);
        }
    }
}
