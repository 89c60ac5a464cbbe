package io.cuegrid.core.cell.columns;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Several short texts packed into one value: each two bytes of length and UTF-8. Texts are read by their index.
 */
public final class Texts {
    private static final int LENGTH_BYTES = 2;
    private static final byte[] EMPTY = new byte[0];

    private Texts() {}

    /** Packs texts. */
    public static byte[] pack(byte[]... texts) {
        int length = 0;
        for (byte[] text : texts) {
            length += LENGTH_BYTES + text.length;
        }
        byte[] packed = new byte[length];
        int at = 0;
        for (byte[] text : texts) {
            packed[at] = (byte) text.length;
            packed[at + 1] = (byte) (text.length >>> 8);
            System.arraycopy(text, 0, packed, at + LENGTH_BYTES, text.length);
            at += LENGTH_BYTES + text.length;
        }
        return packed;
    }

    /** Where a text begins. */
    public static int offset(byte[] packed, int index) {
        int at = 0;
        for (int i = 0; i < index && at < packed.length; i++) {
            at += LENGTH_BYTES + lengthAt(packed, at);
        }
        return Math.min(packed.length, at + LENGTH_BYTES);
    }

    /** Bytes of a text; 0 when there is none. */
    public static int length(byte[] packed, int index) {
        int offset = offset(packed, index);
        return offset >= LENGTH_BYTES && offset <= packed.length && packed.length > 0
                ? Math.min(lengthAt(packed, offset - LENGTH_BYTES), packed.length - offset)
                : 0;
    }

    public static String get(byte[] packed, int index) {
        return new String(packed, offset(packed, index), length(packed, index), StandardCharsets.UTF_8);
    }

    public static byte[] bytes(byte[] packed, int index) {
        int length = length(packed, index);
        byte[] text = new byte[length];
        System.arraycopy(packed, offset(packed, index), text, 0, length);
        return text;
    }

    /** The same texts with one of them replaced; there are {@code count} in all. */
    public static byte[] with(byte[] packed, int count, int index, byte[] text) {
        byte[][] all = new byte[count][];
        for (int i = 0; i < count; i++) {
            all[i] = i == index ? text : bytes(packed, i);
        }
        return pack(all);
    }

    /** The UTF-8 of a text. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes out of a message. */
    public static byte[] copy(DirectBuffer buffer, int offset, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    /** Whether a text of a packed value equals these bytes. */
    public static boolean equal(byte[] packed, int index, byte[] text) {
        int offset = offset(packed, index);
        int length = length(packed, index);
        if (length != text.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (packed[offset + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lengthAt(byte[] packed, int at) {
        return (packed[at] & 0xFF) | (packed[at + 1] & 0xFF) << 8;
    }
}
