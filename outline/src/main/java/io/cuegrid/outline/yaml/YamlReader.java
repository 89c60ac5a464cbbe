package io.cuegrid.outline.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecProblems;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads a YAML text, token by token, into nodes. Tags, anchors and aliases are refused: no object is made that the
 * text names, and no text grows when it is read. Depth and number of nodes are bounded. Threading: one thread, one
 * text.
 */
final class YamlReader {
    /** A job file is five deep. */
    private static final int MAX_DEPTH = 16;
    /** 2,000 layers with a few hundred values each. */
    private static final int MAX_NODES = 1_000_000;

    private static final Pattern QUOTED = Pattern.compile("['\"|>]");
    /** A plain value, a blank and a token: for YAML the token is a comment. */
    private static final Pattern LOST_TOKEN = Pattern.compile("\\A[ \\t]+(#[A-Z_]+#)");

    private final SpecProblems problems;
    private final String text;
    private final String[] lines;
    private int nodes;

    YamlReader(SpecProblems problems, String text) {
        this.problems = problems;
        this.text = text;
        this.lines = text.split("\r\n|\r|\n", -1);
    }

    /** @throws SpecException when the text is not YAML, or YAML of a kind that is not taken */
    YamlNode read() throws SpecException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(SpecLimits.MAX_BYTES);
        YAMLFactory factory = YAMLFactory.builder().loaderOptions(options).build();
        try (YAMLParser parser = factory.createParser(new StringReader(text))) {
            if (parser.nextToken() == null) {
                throw refused(new SpecPosition(1, 1), "the file is empty");
            }
            YamlNode root = node(parser, 0);
            if (parser.nextToken() != null) {
                throw refused(start(parser), "there is a second document; a job file holds one");
            }
            return root;
        } catch (JsonProcessingException broken) {
            throw refused(position(broken.getLocation()), "not well-formed YAML: " + broken.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private YamlNode node(YAMLParser parser, int depth) throws IOException, SpecException {
        SpecPosition at = start(parser);
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw refused(at, "anchors and aliases (& and *) are not taken in a job file");
        }
        if (parser.getTypeId() != null) {
            throw refused(at, "tags (!" + parser.getTypeId() + ") are not taken in a job file");
        }
        if (depth > MAX_DEPTH) {
            throw refused(at, "values are nested more than " + MAX_DEPTH + " deep");
        }
        if (++nodes > MAX_NODES) {
            throw refused(at, "there are more than " + MAX_NODES + " values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, at, depth);
            case START_ARRAY -> sequence(parser, at, depth);
            case VALUE_NULL -> new YamlNode.Scalar("", true, at);
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> scalar(parser, at);
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw refused(at, "a value was expected");
        };
    }

    private YamlNode mapping(YAMLParser parser, SpecPosition at, int depth) throws IOException, SpecException {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            SpecPosition keyAt = start(parser);
            if (parser.isCurrentAlias()) {
                throw refused(keyAt, "anchors and aliases (& and *) are not taken in a job file");
            }
            parser.nextToken();
            YamlNode.Entry entry = new YamlNode.Entry(keyAt, node(parser, depth + 1));
            if (entries.putIfAbsent(key, entry) != null) {
                problems.add(keyAt, "the key \"" + key + "\" is there twice");
            }
        }
        return new YamlNode.Mapping(entries, at);
    }

    private YamlNode sequence(YAMLParser parser, SpecPosition at, int depth) throws IOException, SpecException {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser, depth + 1));
        }
        return new YamlNode.Sequence(items, at);
    }

    private YamlNode scalar(YAMLParser parser, SpecPosition at) throws IOException {
        String value = parser.getText();
        Matcher lost = LOST_TOKEN.matcher(restOfLine(parser.currentLocation()));
        if (lost.find()) {
            problems.add(
                    at,
                    "put this value in quotes: a blank and # begin a comment in YAML, so " + lost.group(1)
                            + " would be lost");
        }
        boolean nothing = value.isEmpty()
                && !QUOTED.matcher(restOfLine(parser.currentTokenLocation())).lookingAt();
        return new YamlNode.Scalar(value, nothing, at);
    }

    /** Columns are code points. */
    private String restOfLine(JsonLocation location) {
        int index = location.getLineNr() - 1;
        String line = index >= 0 && index < lines.length ? lines[index] : "";
        int column = Math.max(0, location.getColumnNr() - 1);
        return column > line.codePointCount(0, line.length()) ? "" : line.substring(line.offsetByCodePoints(0, column));
    }

    private static SpecPosition start(YAMLParser parser) {
        return position(parser.currentTokenLocation());
    }

    private static SpecPosition position(JsonLocation location) {
        return location == null
                ? SpecPosition.NONE
                : new SpecPosition(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private SpecException refused(SpecPosition at, String sentence) throws SpecException {
        problems.add(at, sentence);
        problems.throwIfAny();
        throw new IllegalStateException(sentence);
    }
}
