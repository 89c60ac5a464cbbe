package io.cuegrid.gateway.json;

import static io.cuegrid.gateway.json.ProtoJsonReader.expect;
import static io.cuegrid.gateway.json.ProtoJsonReader.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single values of {@link ProtoJsonReader}: the current token as the Java value that protobuf's reflection wants. */
final class ScalarReader {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,5})?");
    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final BigDecimal MAX_UINT64 = new BigDecimal("18446744073709551615");
    private static final int MAX_INTEGER_DIGITS = 20;

    private ScalarReader() {}

    static @Nullable Object value(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> (int) integer(json, field, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32, FIXED32 -> (int) integer(json, field, 0, 0xFFFF_FFFFL);
            case INT64, SINT64, SFIXED64 -> integer(json, field, Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT64, FIXED64 -> unsigned(json, field, numberText(json, field));
            case FLOAT -> floatValue(json, field);
            case DOUBLE -> doubleValue(json, field);
            case BOOL -> {
                expect(json, json.currentToken().isBoolean(), "true or false for field " + field.getJsonName());
                yield json.getBooleanValue();
            }
            case STRING -> string(json, field);
            case BYTES -> bytes(json, field);
            case ENUM -> enumValue(json, field);
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field + " is no scalar");
        };
    }

    /** The current field name as the key of a map. */
    static Object mapKey(JsonParser json, FieldDescriptor key) throws IOException, BadRequestException {
        String text = json.currentName();
        return switch (key.getJavaType()) {
            case STRING -> text;
            case INT -> (int) integer(json, key, text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> integer(json, key, text, Long.MIN_VALUE, Long.MAX_VALUE);
            case BOOLEAN -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw problem(json, "\"" + text + "\" is no key of true or false");
                }
                yield Boolean.valueOf(text);
            }
            case FLOAT, DOUBLE, BYTE_STRING, ENUM, MESSAGE -> throw new IllegalArgumentException(key + " is no key");
        };
    }

    private static String string(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        expect(json, json.currentToken() == JsonToken.VALUE_STRING, "a string for field " + field.getJsonName());
        return json.getText();
    }

    private static ByteString bytes(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        String text = string(json, field).replace('-', '+').replace('_', '/');
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw problem(json, "field " + field.getJsonName() + " is not base64");
        }
    }

    private static @Nullable EnumValueDescriptor enumValue(JsonParser json, FieldDescriptor field)
            throws IOException, BadRequestException {
        EnumDescriptor type = field.getEnumType();
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return type.findValueByName(json.getText());
        }
        expect(
                json,
                json.currentToken() == JsonToken.VALUE_NUMBER_INT,
                "a name or number of " + type.getName() + " for field " + field.getJsonName());
        return type.findValueByNumberCreatingIfUnknown(
                (int) integer(json, field, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static long integer(JsonParser json, FieldDescriptor field, long min, long max)
            throws IOException, BadRequestException {
        return integer(json, field, numberText(json, field), min, max);
    }

    private static long integer(JsonParser json, FieldDescriptor field, String text, long min, long max)
            throws BadRequestException {
        BigDecimal number = whole(json, field, text);
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw problem(
                    json, text + " is out of range for field " + field.getJsonName() + " (" + min + " to " + max + ")");
        }
        return number.longValueExact();
    }

    private static long unsigned(JsonParser json, FieldDescriptor field, String text) throws BadRequestException {
        BigDecimal number = whole(json, field, text);
        if (number.signum() < 0 || number.compareTo(MAX_UINT64) > 0) {
            throw problem(json, text + " is out of range for field " + field.getJsonName() + " (0 to 2^64-1)");
        }
        return number.toBigIntegerExact().longValue();
    }

    /** A whole number of at most 20 digits, so that no later conversion can be made to work for long. */
    private static BigDecimal whole(JsonParser json, FieldDescriptor field, String text) throws BadRequestException {
        BigDecimal number = decimal(json, field, text).stripTrailingZeros();
        if (number.scale() > 0) {
            throw problem(json, text + " is not a whole number, as field " + field.getJsonName() + " needs");
        }
        if (number.precision() - number.scale() > MAX_INTEGER_DIGITS) {
            throw problem(json, text + " is out of range for field " + field.getJsonName());
        }
        return number;
    }

    private static BigDecimal decimal(JsonParser json, FieldDescriptor field, String text) throws BadRequestException {
        if (text.length() > MAX_NUMBER_CHARACTERS || !JSON_NUMBER.matcher(text).matches()) {
            throw problem(json, "expected a number for field " + field.getJsonName());
        }
        return new BigDecimal(text);
    }

    private static float floatValue(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        String text = numberText(json, field);
        Double special = special(text);
        if (special != null) {
            return special.floatValue();
        }
        float value = decimal(json, field, text).floatValue();
        if (Float.isInfinite(value)) {
            throw problem(json, text + " is out of range for field " + field.getJsonName());
        }
        return value;
    }

    private static double doubleValue(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        String text = numberText(json, field);
        Double special = special(text);
        if (special != null) {
            return special;
        }
        double value = decimal(json, field, text).doubleValue();
        if (Double.isInfinite(value)) {
            throw problem(json, text + " is out of range for field " + field.getJsonName());
        }
        return value;
    }

    private static @Nullable Double special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static String numberText(JsonParser json, FieldDescriptor field) throws IOException, BadRequestException {
        JsonToken token = json.currentToken();
        expect(
                json,
                token == JsonToken.VALUE_STRING
                        || token == JsonToken.VALUE_NUMBER_INT
                        || token == JsonToken.VALUE_NUMBER_FLOAT,
                "a number for field " + field.getJsonName());
        return json.getText();
    }
}
