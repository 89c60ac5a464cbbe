package io.cuegrid.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a message as JSON with every field present: 0, "", false, [], {} for what is empty, null for a message that is
 * not set; only a member of a oneof that is not set is left out. Names are lowerCamelCase in order of declaration,
 * enums names, 64-bit numbers strings, bytes base64. Protobuf's own printer knows no null, hence this one.
 *
 * <p>Threading: any thread; holds nothing but caches.
 */
public final class ProtoJsonWriter {
    private final JsonFactory factory = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private final MessageShapes shapes = new MessageShapes();

    /** The message in UTF-8. */
    public byte[] toBytes(Message message) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = factory.createGenerator(bytes)) {
            writeMessage(json, message);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private void writeMessage(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        for (MessageShape.Field field :
                shapes.of(message.getDescriptorForType()).fields()) {
            FieldDescriptor descriptor = field.descriptor();
            if (field.inOneof() && !message.hasField(descriptor)) {
                continue;
            }
            json.writeFieldName(field.jsonName());
            if (descriptor.isMapField()) {
                writeMap(json, descriptor, message);
            } else if (descriptor.isRepeated()) {
                writeList(json, descriptor, message);
            } else if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !message.hasField(descriptor)) {
                json.writeNull();
            } else {
                writeValue(json, descriptor, message.getField(descriptor));
            }
        }
        json.writeEndObject();
    }

    private void writeList(JsonGenerator json, FieldDescriptor field, Message message) throws IOException {
        json.writeStartArray();
        int count = message.getRepeatedFieldCount(field);
        for (int i = 0; i < count; i++) {
            writeValue(json, field, message.getRepeatedField(field, i));
        }
        json.writeEndArray();
    }

    private void writeMap(JsonGenerator json, FieldDescriptor field, Message message) throws IOException {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        List<Message> entries = entries(field, message, key);
        json.writeStartObject();
        for (Message entry : entries) {
            json.writeFieldName(entry.getField(key).toString());
            writeValue(json, value, entry.getField(value));
        }
        json.writeEndObject();
    }

    private static List<Message> entries(FieldDescriptor field, Message message, FieldDescriptor key) {
        return ((List<?>) message.getField(field))
                .stream()
                        .map(entry -> (Message) entry)
                        .sorted(Comparator.comparing(
                                entry -> entry.getField(key).toString()))
                        .toList();
    }

    private void writeValue(JsonGenerator json, FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case DOUBLE -> NumberText.write(json, (Double) value);
            case FLOAT -> NumberText.write(json, (Float) value);
            case INT32, SINT32, SFIXED32 -> json.writeNumber((Integer) value);
            case UINT32, FIXED32 -> json.writeNumber(Integer.toUnsignedLong((Integer) value));
            case INT64, SINT64, SFIXED64 -> json.writeString(Long.toString((Long) value));
            case UINT64, FIXED64 -> json.writeString(Long.toUnsignedString((Long) value));
            case BOOL -> json.writeBoolean((Boolean) value);
            case STRING -> json.writeString((String) value);
            case BYTES -> json.writeBinary(((ByteString) value).toByteArray());
            case ENUM -> writeEnum(json, (EnumValueDescriptor) value);
            case MESSAGE, GROUP -> writeMessage(json, (Message) value);
        }
    }

    private static void writeEnum(JsonGenerator json, EnumValueDescriptor value) throws IOException {
        if (value.getIndex() < 0) {
            json.writeNumber(value.getNumber());
        } else {
            json.writeString(value.getName());
        }
    }
}
