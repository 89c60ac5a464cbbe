package io.cuegrid.api.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of memory as people write them in job files: {@code 512m}, {@code 1.5g}, {@code 2GB}; a bare number means
 * gigabytes. All units are powers of 1024. Numbers are KiB everywhere else.
 */
public final class MemoryText {
    /** The largest amount, 1 PiB: what is larger is a mistake. */
    public static final long MAX_KIB = 1L << 40;

    private static final long MIB = 1L << 10;
    private static final long GIB = 1L << 20;
    private static final long TIB = 1L << 30;
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?)(?:([kmgt])(?:i?b)?)?");

    private MemoryText() {}

    /**
     * Reads an amount; a part of a KiB counts as a whole one.
     *
     * @return KiB, 0 to {@link #MAX_KIB}
     * @throws UnitException when the text is no amount
     */
    public static long parseKib(String text) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches()) {
            throw new UnitException("\"" + text
                    + "\" is not an amount of memory; write 512m, 1.5g or 2t (a bare number means gigabytes)");
        }
        String unit = amount.group(2);
        long factor = unit == null
                ? GIB
                : switch (unit.charAt(0)) {
                    case 'k' -> 1;
                    case 'm' -> MIB;
                    case 'g' -> GIB;
                    default -> TIB;
                };
        BigDecimal kib = new BigDecimal(amount.group(1))
                .multiply(BigDecimal.valueOf(factor))
                .setScale(0, RoundingMode.CEILING);
        if (kib.compareTo(BigDecimal.valueOf(MAX_KIB)) > 0) {
            throw new UnitException("\"" + text + "\" is more memory than the largest amount, 1024t");
        }
        return kib.longValueExact();
    }

    /** An exact text that {@link #parseKib} and OpenCue read back: {@code 2g}, else in {@code m}. */
    public static String format(long kib) {
        if (kib % GIB == 0) {
            return kib / GIB + "g";
        }
        return BigDecimal.valueOf(kib)
                        .divide(BigDecimal.valueOf(MIB))
                        .stripTrailingZeros()
                        .toPlainString()
                + "m";
    }

    /** A short text for people, as OpenCue's tools write it: {@code 512K}, {@code 300M}, {@code 1.5G}. */
    public static String display(long kib) {
        if (kib < MIB) {
            return kib + "K";
        }
        return kib < GIB ? kib / MIB + "M" : String.format(Locale.ROOT, "%.1fG", (double) kib / GIB);
    }
}
