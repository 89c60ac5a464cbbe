package io.cuegrid.node.document;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.document.JobDocument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Job documents as the cell keeps them: protobuf, compressed. The services compress at launch, HostLink and the job
 * queries read them back.
 *
 * <pre>
 *   +-----------+------------------------+---------------------+
 *   | format u8 | plain length int32 LE  | DEFLATE (raw) bytes |
 *   +-----------+------------------------+---------------------+
 * </pre>
 *
 * <p>Threading: none; static methods without state.
 */
public final class DocumentCodec {
    /** Largest document, before compression. */
    public static final int PLAIN_BYTES_MAX = 16 * 1024 * 1024;

    private static final byte FORMAT_DEFLATE = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int MIN_OUTPUT_BYTES = 256;

    private DocumentCodec() {}

    /**
     * The bytes for {@code LaunchJob.document}.
     *
     * @throws IllegalArgumentException when the document is larger than {@link #PLAIN_BYTES_MAX}
     */
    public static byte[] compress(JobDocument document) {
        byte[] plain = document.toByteArray();
        if (plain.length > PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException("job " + document.getName() + ": its document has " + plain.length
                    + " bytes, at most " + PLAIN_BYTES_MAX + " are allowed");
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] bytes = new byte[HEADER_BYTES + Math.max(MIN_OUTPUT_BYTES, plain.length / 4)];
            bytes[0] = FORMAT_DEFLATE;
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(1, plain.length);
            int length = HEADER_BYTES;
            while (!deflater.finished()) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 2);
                }
                length += deflater.deflate(bytes, length, bytes.length - length);
            }
            return Arrays.copyOf(bytes, length);
        } finally {
            deflater.end();
        }
    }

    /**
     * The document that was compressed.
     *
     * @throws IllegalArgumentException when the bytes are not what {@link #compress} wrote
     */
    public static JobDocument decompress(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT_DEFLATE) {
            throw new IllegalArgumentException("not a compressed job document (" + bytes.length + " bytes)");
        }
        int plainLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
        if (plainLength < 0 || plainLength > PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException("a compressed job document claims " + plainLength + " bytes");
        }
        byte[] plain = new byte[plainLength];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
            int length = 0;
            while (length < plainLength) {
                int step = inflater.inflate(plain, length, plainLength - length);
                if (step == 0) {
                    throw new IllegalArgumentException(
                            "a compressed job document ends after " + length + " of " + plainLength + " bytes");
                }
                length += step;
            }
            return JobDocument.parseFrom(plain);
        } catch (DataFormatException | InvalidProtocolBufferException damaged) {
            throw new IllegalArgumentException("a compressed job document is damaged", damaged);
        } finally {
            inflater.end();
        }
    }
}
