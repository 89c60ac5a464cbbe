package io.cuegrid.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Floating-point numbers as JSON: the fewest digits that read back as the same value, whole numbers without a
 * fraction, an exponent only below 1e-6 and from 1e21 on; what JSON has no number for is a string.
 */
final class NumberText {
    private static final double LARGEST_WHOLE = 1L << 53;
    private static final int SMALLEST_PLAIN_EXPONENT = -6;
    private static final int SMALLEST_LARGE_EXPONENT = 21;

    private NumberText() {}

    static void write(JsonGenerator json, float value) throws IOException {
        if (!writeWholeOrSpecial(json, value)) {
            json.writeNumber(plain(FloatToDecimal.toString(value)));
        }
    }

    static void write(JsonGenerator json, double value) throws IOException {
        if (!writeWholeOrSpecial(json, value)) {
            json.writeNumber(plain(DoubleToDecimal.toString(value)));
        }
    }

    private static boolean writeWholeOrSpecial(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeString(Double.toString(value));
            return true;
        }
        if (value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE) {
            json.writeNumber((long) value);
            return true;
        }
        return false;
    }

    private static String plain(String shortest) {
        BigDecimal number = new BigDecimal(shortest).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < SMALLEST_LARGE_EXPONENT) {
            return number.toPlainString();
        }
        String digits = number.unscaledValue().abs().toString();
        return (number.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }
}
