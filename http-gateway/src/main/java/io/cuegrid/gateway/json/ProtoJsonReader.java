package io.cuegrid.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message from JSON as OpenCue's gateway does: lowerCamelCase and original names alike, null is unset, unknown
 * fields and unknown enum names are passed over, enums by name or number, 64-bit numbers as string or number, an empty
 * body is the empty message, and only the first JSON value of a body counts. A field given twice, a wrong type and
 * malformed JSON are refused with the place.
 *
 * <p>Threading: any thread; holds nothing but caches.
 */
public final class ProtoJsonReader {
    /** Of objects and lists within each other; protobuf's own limit. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_NUMBER_CHARACTERS = 400;
    private static final String SOURCE_NOTE = " (start marker at ";

    private final JsonFactory factory;
    private final MessageShapes shapes = new MessageShapes();

    /** @param maxStringCharacters the longest string value that a body may hold */
    public ProtoJsonReader(int maxStringCharacters) {
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxStringCharacters)
                        .maxNumberLength(MAX_NUMBER_CHARACTERS)
                        .build())
                .build();
    }

    /**
     * The message that the body means.
     *
     * @param prototype of the wanted type; not changed
     * @throws BadRequestException when the body is not such a message
     */
    public Message read(byte[] body, Message prototype) throws BadRequestException {
        Message.Builder builder = prototype.newBuilderForType();
        try (JsonParser json = factory.createParser(body)) {
            JsonToken first = json.nextToken();
            if (first != null) {
                expect(json, first == JsonToken.START_OBJECT, "an object");
                readMessage(json, builder);
            }
            return builder.build();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BadRequestException((at == null ? "" : place(at)) + sentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** Without Jackson's note on where the text came from: it came from the caller. */
    private static String sentence(JsonProcessingException wrong) {
        String message = String.valueOf(wrong.getOriginalMessage());
        int note = message.indexOf(SOURCE_NOTE);
        return note < 0 ? message : message.substring(0, note);
    }

    private void readMessage(JsonParser json, Message.Builder builder) throws IOException, BadRequestException {
        MessageShape shape = shapes.of(builder.getDescriptorForType());
        BitSet seen = new BitSet();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            MessageShape.Field field = shape.field(name);
            json.nextToken();
            if (field == null) {
                json.skipChildren();
                continue;
            }
            FieldDescriptor descriptor = field.descriptor();
            if (seen.get(descriptor.getIndex())) {
                throw problem(json, "duplicate field \"" + name + "\"");
            }
            seen.set(descriptor.getIndex());
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            if (field.inOneof() && builder.hasOneof(descriptor.getContainingOneof())) {
                throw problem(
                        json,
                        "field \"" + name + "\": another member of "
                                + descriptor.getContainingOneof().getName() + " is set already");
            }
            readField(json, descriptor, builder);
        }
    }

    private void readField(JsonParser json, FieldDescriptor field, Message.Builder builder)
            throws IOException, BadRequestException {
        if (field.isMapField()) {
            readMap(json, field, builder);
        } else if (field.isRepeated()) {
            expect(json, json.currentToken() == JsonToken.START_ARRAY, "a list for field " + field.getJsonName());
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Object value = readValue(json, field, builder);
                if (value != null) {
                    builder.addRepeatedField(field, value);
                }
            }
        } else {
            Object value = readValue(json, field, builder);
            if (value != null) {
                builder.setField(field, value);
            }
        }
    }

    private void readMap(JsonParser json, FieldDescriptor field, Message.Builder builder)
            throws IOException, BadRequestException {
        expect(json, json.currentToken() == JsonToken.START_OBJECT, "an object for field " + field.getJsonName());
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        Set<Object> keys = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Message.Builder entry = builder.newBuilderForField(field);
            Object key = ScalarReader.mapKey(json, keyField);
            if (!keys.add(key)) {
                throw problem(json, "duplicate key \"" + json.currentName() + "\" in field " + field.getJsonName());
            }
            json.nextToken();
            Object value = readValue(json, valueField, entry);
            if (value != null) {
                builder.addRepeatedField(
                        field,
                        entry.setField(keyField, key)
                                .setField(valueField, value)
                                .build());
            }
        }
    }

    /** The value, or null for an enum name that the protocol does not know. */
    private @Nullable Object readValue(JsonParser json, FieldDescriptor field, Message.Builder parent)
            throws IOException, BadRequestException {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return ScalarReader.value(json, field);
        }
        expect(json, json.currentToken() == JsonToken.START_OBJECT, "an object for field " + field.getJsonName());
        Message.Builder child = parent.newBuilderForField(field);
        readMessage(json, child);
        return child.build();
    }

    static void expect(JsonParser json, boolean holds, String wanted) throws IOException, BadRequestException {
        if (!holds) {
            throw problem(json, "expected " + wanted + ", found " + describe(json));
        }
    }

    static BadRequestException problem(JsonParser json, String text) {
        return new BadRequestException(place(json.currentTokenLocation()) + text);
    }

    private static String describe(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "the end";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "the end";
        };
    }

    private static String place(JsonLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }
}
