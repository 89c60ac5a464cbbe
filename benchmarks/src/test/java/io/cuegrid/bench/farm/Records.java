package io.cuegrid.bench.farm;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.cell.proc.ProcTable;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogChangedEncoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.FolderRecordEncoder;
import io.cuegrid.core.sbe.FrameStartedEncoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.FrameStoppedEncoder;
import io.cuegrid.core.sbe.HostRegisteredEncoder;
import io.cuegrid.core.sbe.JobStagedEncoder;
import io.cuegrid.core.sbe.LayerType;
import io.cuegrid.core.sbe.LimitRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.SubscriptionRecordEncoder;
import io.cuegrid.core.sbe.ThreadMode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * Records of a small farm, made by hand: two hosts of four cores and 8 GiB, one job. {@link #run} writes a run into all
 * three records; a test plants its fault by leaving one out or by saying another thing.
 */
final class Records {
    static final long JOB = 7;
    static final int CORES = 400;
    static final long GIB = 1 << 20;
    static final long MEMORY = 8 * GIB;
    static final long LIVE_DIGEST = 0xCAFE;

    private static final long SHOW = 3;
    private static final long FOLDER = 5;
    private static final long PARENT_FOLDER = 4;
    private static final long ALLOCATION = 2;
    private static final long LIMIT = 9;

    final List<RunLog> hosts = List.of(new RunLog(CORES, MEMORY), new RunLog(CORES, MEMORY));
    final LiveFrames live = new LiveFrames();
    final RunTable table = new RunTable();
    final JournalRuns journal = new JournalRuns(table);
    final List<JournalRecord> replays = new ArrayList<>(List.of(new JournalRecord(true, LIVE_DIGEST, true)));
    long historyGaps;
    long launchedFrames;
    private final ProcTable procs = new ProcTable();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    Records() {
        for (int host = 0; host < hosts.size(); host++) {
            registerHost(host);
        }
    }

    Audit.Verdict verdict() {
        hosts.forEach(host -> host.into(table));
        return Audit.join(
                new Audit.Evidence(hosts, live, table, journal, replays, historyGaps, launchedFrames, LIVE_DIGEST));
    }

    /** A proc's number as a cell makes it: a count, and a row that has nothing to do with it. */
    private long number(long count) {
        return procs.next(count) | count % 7;
    }

    /** A launched frame that ran once on host 0, by all records. */
    void run(long proc, int ordinal) {
        launchedFrames++;
        hostRun(0, proc, ordinal);
        started(0, proc, ordinal, 100, GIB);
        stopped(0, proc, ordinal, 100, GIB);
        row(proc, ordinal, 100, GIB);
    }

    /** The host's side of a run of one core. */
    void hostRun(int host, long proc, int ordinal) {
        int run = ordered(host, proc, ordinal, 100, GIB);
        ended(host, run, ordinal, 100, GIB);
    }

    int ordered(int host, long proc, int ordinal, int cores, long memory) {
        long frame = RunTable.frame(JOB, ordinal);
        live.begin(frame);
        return hosts.get(host).ordered(number(proc), frame, cores, memory);
    }

    void ended(int host, int run, int ordinal, int cores, long memory) {
        live.end(RunTable.frame(JOB, ordinal));
        hosts.get(host).ended(run, cores, memory, RunLog.End.WELL);
    }

    void row(long proc, int ordinal, int cores, long memory) {
        table.note(number(proc), RunTable.ROW, RunTable.fingerprint(RunTable.frame(JOB, ordinal), cores, memory));
    }

    private void journal(int encodedLength) {
        MessageListWriter list = new MessageListWriter(1 << 12);
        list.append(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        journal.onBatch(list.buffer(), list.length());
    }

    private void registerHost(int host) {
        HostRegisteredEncoder event = new HostRegisteredEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .hostNumber(host + 1)
                .allocationNumber(ALLOCATION)
                .coreUnits(CORES)
                .memoryKib(MEMORY)
                .nimbyEnabled(BooleanType.F)
                .threadMode(ThreadMode.AUTO)
                .rebooted(BooleanType.F);
        event.verdictsCount(0);
        event.name("host" + host).bootId("").os("linux").tags("general");
        journal(event.encodedLength());
    }

    /** A job in a folder below another, with one layer that takes a token of the limit. */
    void staged(int maxCoreUnits) {
        JobStagedEncoder event = new JobStagedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .jobNumber(JOB)
                .showNumber(SHOW)
                .folderNumber(FOLDER)
                .maxCoreUnits(maxCoreUnits)
                .paused(BooleanType.F)
                .autoEat(BooleanType.F)
                .autoBook(BooleanType.T);
        JobStagedEncoder.LayersEncoder layer = event.layersCount(1)
                .next()
                .layerType(LayerType.RENDER)
                .maxCoreUnits(0)
                .threadable(BooleanType.F)
                .selfish(BooleanType.F)
                .memoryGiven(BooleanType.T);
        layer.framesCount(1).next().firstFrame(1).step(1).frameCount(100);
        layer.limitsCount(1).next().limitNumber(LIMIT);
        layer.name("layer").rangeText("1-100").tags("general").services("shell");
        event.name("job").shot("").user("").os("").logDir("");
        event.putDocument(new byte[0], 0, 0);
        journal(event.encodedLength());
        folder(PARENT_FOLDER, 0, -1);
        folder(FOLDER, PARENT_FOLDER, -1);
    }

    void parentFolderCap(int coreUnits) {
        folder(PARENT_FOLDER, 0, coreUnits);
    }

    private void folder(long number, long parent, int maxCoreUnits) {
        ExpandableArrayBuffer record = new ExpandableArrayBuffer();
        FolderRecordEncoder folder = new FolderRecordEncoder()
                .wrapAndApplyHeader(record, 0, header)
                .number(number)
                .showNumber(SHOW)
                .parentNumber(parent)
                .maxCoreUnits(maxCoreUnits);
        folder.name("folder").department("");
        catalog(RecordKind.FOLDER, number, record, folder.encodedLength());
    }

    void limit(int frames) {
        ExpandableArrayBuffer record = new ExpandableArrayBuffer();
        LimitRecordEncoder limit = new LimitRecordEncoder()
                .wrapAndApplyHeader(record, 0, header)
                .number(LIMIT)
                .maxValue(frames)
                .perHost(BooleanType.F);
        limit.name("limit");
        catalog(RecordKind.LIMIT, LIMIT, record, limit.encodedLength());
    }

    void burst(int coreUnits) {
        ExpandableArrayBuffer record = new ExpandableArrayBuffer();
        SubscriptionRecordEncoder subscription = new SubscriptionRecordEncoder()
                .wrapAndApplyHeader(record, 0, header)
                .number(1)
                .showNumber(SHOW)
                .allocationNumber(ALLOCATION)
                .burstCoreUnits(coreUnits);
        catalog(RecordKind.SUBSCRIPTION, 1, record, subscription.encodedLength());
    }

    private void catalog(RecordKind kind, long number, ExpandableArrayBuffer record, int encodedLength) {
        CatalogChangedEncoder event = new CatalogChangedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .directoryVersion(1)
                .operation(CatalogOperation.PUT)
                .kind(kind)
                .number(number)
                .putRecord(record, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        journal(event.encodedLength());
    }

    void started(int host, long proc, int ordinal, int cores, long memory) {
        FrameStartedEncoder event = new FrameStartedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .procNumber(number(proc))
                .hostNumber(host + 1)
                .jobNumber(JOB)
                .layerIndex(0)
                .frameOrdinal(ordinal)
                .coreUnits(cores)
                .memoryKib(memory)
                .ignoreNimby(BooleanType.F);
        journal(event.encodedLength());
    }

    void stopped(int host, long proc, int ordinal, int cores, long memory) {
        FrameStoppedEncoder event = new FrameStoppedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .procNumber(number(proc))
                .hostNumber(host + 1)
                .jobNumber(JOB)
                .layerIndex(0)
                .frameOrdinal(ordinal)
                .cause(StopCause.COMPLETED)
                .newState(FrameState.SUCCEEDED)
                .coreUnits(cores)
                .memoryKib(memory);
        journal(event.encodedLength());
    }
}
