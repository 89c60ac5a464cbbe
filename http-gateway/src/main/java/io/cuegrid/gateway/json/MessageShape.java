package io.cuegrid.gateway.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message type prepared for JSON: its fields in the order of their declaration with their JSON names encoded once,
 * and a table that finds a field by either of its names. Made once per type by {@link MessageShapes}; immutable.
 */
final class MessageShape {
    private final List<Field> fields;
    private final Map<String, Field> byName;

    private MessageShape(List<Field> fields, Map<String, Field> byName) {
        this.fields = fields;
        this.byName = byName;
    }

    static MessageShape of(Descriptor type) {
        List<Field> fields = type.getFields().stream().map(Field::of).toList();
        Map<String, Field> byName = new HashMap<>();
        for (Field field : fields) {
            byName.put(field.descriptor().getName(), field);
            byName.put(field.descriptor().getJsonName(), field);
        }
        return new MessageShape(fields, byName);
    }

    /** In order of declaration. */
    List<Field> fields() {
        return fields;
    }

    /** By lowerCamelCase or by original name, or null. */
    @Nullable
    Field field(String name) {
        return byName.get(name);
    }

    /** One field. @param jsonName lowerCamelCase, encoded */
    record Field(FieldDescriptor descriptor, SerializableString jsonName, boolean inOneof) {
        static Field of(FieldDescriptor descriptor) {
            return new Field(
                    descriptor,
                    new SerializedString(descriptor.getJsonName()),
                    descriptor.getContainingOneof() != null);
        }
    }
}
