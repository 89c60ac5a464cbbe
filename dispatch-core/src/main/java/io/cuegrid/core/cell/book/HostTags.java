package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.AllocationRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/** The tags of a host: its allocation's, those its daemon reports, those given by people, and its own name. */
public final class HostTags {
    private HostTags() {}

    /** All of them, a blank between two, each once. */
    public static String all(CellState state, int host) {
        String name = Texts.get(state.hostTexts.get(host), CellState.HOST_NAME);
        String others = ofClass(state, host);
        return (' ' + others + ' ').contains(' ' + name + ' ') ? others : (others + ' ' + name).strip();
    }

    /** All but its own name. */
    static String ofClass(CellState state, int host) {
        byte[] texts = state.hostTexts.get(host);
        StringBuilder all = new StringBuilder();
        append(all, allocationTag(state, state.hosts.allocationRow(host)));
        append(all, Texts.get(texts, CellState.HOST_TAGS));
        append(all, Texts.get(texts, CellState.HOST_MANUAL_TAGS));
        return all.toString();
    }

    /** The tag of an allocation; empty when it is not known. */
    public static String allocationTag(CellState state, int allocationRow) {
        byte[] record = state.catalogIndex.record(allocationRow);
        if (record.length == 0) {
            return "";
        }
        AllocationRecordDecoder decoder = new AllocationRecordDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(record), 0, new MessageHeaderDecoder());
        decoder.skipName();
        return decoder.tag();
    }

    private static void append(StringBuilder all, String tags) {
        int start = 0;
        for (int i = 0; i <= tags.length(); i++) {
            if (i == tags.length() || tags.charAt(i) == ' ' || tags.charAt(i) == ',' || tags.charAt(i) == '|') {
                String tag = tags.substring(start, i);
                start = i + 1;
                if (!tag.isEmpty() && !(' ' + all.toString() + ' ').contains(' ' + tag + ' ')) {
                    all.append(all.length() == 0 ? "" : " ").append(tag);
                }
            }
        }
    }
}
