package io.cuegrid.api.unit;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Amounts of cores. The grid counts core units: 100 are one core. 0 means all cores of a host, a negative amount all
 * but so many. A frame takes at least a tenth of a core.
 */
public final class CoreText {
    /** Units of one core. */
    public static final int UNITS_PER_CORE = 100;
    /** The smallest share of a core that is given out. */
    public static final int MIN_UNITS = 10;
    /** The largest amount, 10,000 cores: what is larger is a mistake. */
    public static final int MAX_UNITS = 1_000_000;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");

    private CoreText() {}

    /**
     * Reads cores: {@code 4}, {@code 0.5}, {@code -2} (all but two), {@code 0} (all).
     *
     * @return core units
     * @throws UnitException when the text is no amount, has more than two decimals or is out of range
     */
    public static int parseUnits(String text) {
        return checked(text, number(text).movePointRight(2));
    }

    /**
     * Reads cores as OpenCue's XML means them: with a dot cores ({@code 1.5}), without a dot core units ({@code 150}).
     * OpenCue raises amounts below a tenth of a core to a whole one; here they are refused, as {@code 4} hardly ever
     * means 0.04 cores.
     *
     * @return core units
     * @throws UnitException when the text is no amount or is out of range
     */
    public static int parseXmlUnits(String text) {
        return text.indexOf('.') >= 0 ? parseUnits(text) : checked(text, number(text));
    }

    /** Cores without needless decimals: {@code 1}, {@code 0.5}. */
    public static String format(int units) {
        BigDecimal cores = BigDecimal.valueOf(units, 2).stripTrailingZeros();
        return cores.signum() == 0 ? "0" : cores.toPlainString();
    }

    /** Cores for OpenCue's XML, always with a dot: {@code 1.0}, {@code 0.25}. */
    public static String formatXml(int units) {
        String cores = format(units);
        return cores.indexOf('.') >= 0 ? cores : cores + ".0";
    }

    private static BigDecimal number(String text) {
        String stripped = text.strip();
        if (!NUMBER.matcher(stripped).matches()) {
            throw new UnitException("\"" + text + "\" is not a number of cores; write 1, 0.5 or 4.0");
        }
        return new BigDecimal(stripped);
    }

    private static int checked(String text, BigDecimal units) {
        BigDecimal whole = units.stripTrailingZeros();
        if (whole.scale() > 0) {
            throw new UnitException("\"" + text + "\" cores cannot be counted: cores have at most two decimals");
        }
        if (whole.abs().compareTo(BigDecimal.valueOf(MAX_UNITS)) > 0) {
            throw new UnitException("\"" + text + "\" is more than " + MAX_UNITS / UNITS_PER_CORE + " cores");
        }
        int value = whole.intValueExact();
        if (value != 0 && Math.abs(value) < MIN_UNITS) {
            throw new UnitException("\"" + text + "\" means " + format(value)
                    + " cores, the least is 0.1; write cores with a dot, like 4.0");
        }
        return value;
    }
}
