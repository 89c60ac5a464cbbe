package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workload;
import io.cuegrid.bench.workload.Workloads;
import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Folder;
import io.cuegrid.core.directory.Limit;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.directory.Show;
import io.cuegrid.core.directory.Subscription;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The directory of a benchmark's farm, made by the real directory from the same commands that a grid would give it:
 * shows with subscriptions, folders three deep with caps, one limit.
 */
final class FarmCatalog {
    /** Above what any scenario reaches, so that the caps are counted and checked but never the bottleneck. */
    private static final int CAP_CORE_UNITS = 1_000_000_000;

    private static final int CAP_GPUS = 1_000_000;
    private static final int LIMIT_FRAMES = 1_000_000;
    private static final long GENERAL_ALLOCATION = 1;
    private static final long FIRST_LIMIT = 1;
    private static final String DEPARTMENT = "Lighting";

    private final Directory directory = new Directory();
    private final RecordCodec codec = new RecordCodec();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final Answers answers = new Answers();
    private final long[] showNumbers;
    private final long[][] leafFolders;

    FarmCatalog(Workload workload, long timeMillis) {
        for (byte[] command : Seed.commands(List.of(Seed.DEFAULT_FACILITY))) {
            buffer.putBytes(0, command);
            directory.execute(buffer, 0, command.length, timeMillis, answers);
        }
        showNumbers = new long[workload.shows()];
        leafFolders = new long[workload.shows()][];
        put(new Limit(0, 0, LIMIT_FRAMES, false, "bench"), timeMillis);
        for (int show = 0; show < workload.shows(); show++) {
            showNumbers[show] = put(Show.named("bench" + show, ""), timeMillis);
            long root = answers.folderNumber;
            put(
                    new Subscription(0, 0, showNumbers[show], GENERAL_ALLOCATION, CAP_CORE_UNITS, CAP_CORE_UNITS),
                    timeMillis);
            leafFolders[show] =
                    workload.folderCaps() ? folders(showNumbers[show], root, timeMillis) : new long[] {root};
        }
    }

    private long[] folders(long show, long root, long timeMillis) {
        long[] leaves = new long[Workloads.LEAF_FOLDERS];
        for (int i = 0; i < leaves.length; i++) {
            if (i % 2 == 0) {
                leaves[i] = put(capped(show, root, "upper" + i), timeMillis);
            } else {
                leaves[i] = leaves[i - 1];
            }
        }
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = put(capped(show, leaves[i], "lower" + i), timeMillis);
        }
        return leaves;
    }

    private static Folder capped(long show, long parent, String name) {
        Folder plain = Folder.named(show, parent, name, DEPARTMENT);
        return new Folder(
                0,
                0,
                show,
                parent,
                plain.minCoreUnits(),
                CAP_CORE_UNITS,
                plain.minGpus(),
                CAP_GPUS,
                plain.defaultJobPriority(),
                plain.defaultJobMinCoreUnits(),
                plain.defaultJobMaxCoreUnits(),
                plain.defaultJobMinGpus(),
                plain.defaultJobMaxGpus(),
                name,
                DEPARTMENT);
    }

    private long put(CatalogRecord record, long timeMillis) {
        int length = Seed.putCommand(codec, record, buffer, 0, 1);
        directory.execute(buffer, 0, length, timeMillis, answers);
        return answers.number;
    }

    long showNumber(int index) {
        return showNumbers[index];
    }

    long folderNumber(int showIndex, int folderIndex) {
        long[] leaves = leafFolders[showIndex];
        return leaves[folderIndex % leaves.length];
    }

    long limitNumber() {
        return FIRST_LIMIT;
    }

    /** Encoded {@code CatalogChanged} events, in order. */
    List<byte[]> events() {
        return answers.events;
    }

    /** Keeps the events and the last reply; a refusal ends the benchmark. */
    private static final class Answers implements DecisionSink {
        private final List<byte[]> events = new ArrayList<>();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final ReplyDecoder reply = new ReplyDecoder();
        private final CatalogChangedDecoder changed = new CatalogChangedDecoder();
        private long number;
        private long folderNumber;

        @Override
        public void onEvent(DirectBuffer source, int offset, int length) {
            byte[] event = new byte[length];
            source.getBytes(offset, event);
            events.add(event);
            changed.wrapAndApplyHeader(source, offset, header);
            if (changed.kind() == RecordKind.FOLDER) {
                folderNumber = changed.number();
            }
        }

        @Override
        public void onReply(DirectBuffer source, int offset, int length) {
            reply.wrapAndApplyHeader(source, offset, header);
            number = reply.number();
            if (reply.code() != ReplyCode.OK) {
                throw new IllegalStateException("the directory refused: " + reply.detail());
            }
        }
    }
}
