package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/** Words of explanations. */
final class WhyTexts {
    private static final double KIB_OF_GIB = 1 << 20;

    private WhyTexts() {}

    /** A number of cores and the word. */
    static String cores(long coreUnits) {
        return counted(coreCount(coreUnits), "core");
    }

    static String gpus(long count) {
        return counted(Long.toString(count), "gpu");
    }

    private static String counted(String count, String what) {
        return count + " " + what + (count.equals("1") ? "" : "s");
    }

    /** A number of cores without the word. */
    static String coreCount(long coreUnits) {
        return coreUnits % CoreRule.CORE == 0
                ? Long.toString(coreUnits / CoreRule.CORE)
                : String.format(Locale.ROOT, "%.2f", coreUnits / (double) CoreRule.CORE);
    }

    static String gib(long kib) {
        return String.format(Locale.ROOT, "%.1f GiB", kib / KIB_OF_GIB);
    }

    /** The name of a catalog record: in every kind that has one it is the first text behind the fields. */
    static String name(CellState state, int catalogRow) {
        byte[] record = state.catalogIndex.record(catalogRow);
        if (record.length <= MessageHeaderDecoder.ENCODED_LENGTH) {
            return "number " + state.catalog.number(catalogRow);
        }
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        int at = MessageHeaderDecoder.ENCODED_LENGTH
                + new MessageHeaderDecoder().wrap(buffer, 0).blockLength();
        int length = buffer.getShort(at) & 0xFFFF;
        return new String(record, at + Short.BYTES, length, StandardCharsets.UTF_8);
    }
}
