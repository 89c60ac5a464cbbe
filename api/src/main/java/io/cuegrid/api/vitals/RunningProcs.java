package io.cuegrid.api.vitals;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.hostlink.ProcColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/**
 * The figures of a host's runs as a heartbeat carries them: a column a figure. A daemon packs them; the grid stores the
 * bytes and unpacks them when somebody asks. Stateless.
 */
public final class RunningProcs {
    /** Runs of one host whose figures are read: more than any host runs. */
    static final int PROCS_MAX = 4_096;

    private RunningProcs() {}

    /** Packs {@code procs}; a figure that is 0 for all of them takes no room. */
    public static ByteString pack(List<RunningProc> procs) {
        if (procs.isEmpty()) {
            return ByteString.EMPTY;
        }
        ProcColumns.Builder columns = ProcColumns.newBuilder();
        column(procs, RunningProc::proc, columns::addProc);
        column(procs, RunningProc::rssKib, columns::addRssKib);
        column(procs, RunningProc::maxRssKib, columns::addMaxRssKib);
        column(procs, RunningProc::pssKib, columns::addPssKib);
        column(procs, RunningProc::maxPssKib, columns::addMaxPssKib);
        column(procs, RunningProc::swapKib, columns::addSwapKib);
        column(procs, RunningProc::cpuMillis, columns::addCpuMillis);
        column(procs, RunningProc::runMillis, columns::addRunMillis);
        column(procs, RunningProc::logSilenceMillis, columns::addLogSilenceMillis);
        column(procs, RunningProc::gpuMemoryKib, columns::addGpuMemoryKib);
        column(procs, proc -> proc.frozen() ? 1 : 0, frozen -> columns.addFrozen(frozen != 0));
        return columns.build().toByteString();
    }

    private static void column(List<RunningProc> procs, ToLongFunction<RunningProc> figure, LongConsumer add) {
        long any = 0;
        for (int i = 0; i < procs.size(); i++) {
            any |= figure.applyAsLong(procs.get(i));
        }
        for (int i = 0; any != 0 && i < procs.size(); i++) {
            add.accept(figure.applyAsLong(procs.get(i)));
        }
    }

    /**
     * @return a row a run; none when the bytes are not what {@link #pack} makes, or are of more than {@link #PROCS_MAX} runs:
     *     figures come again with the next heartbeat
     */
    public static List<RunningProc> unpack(ByteString packed) {
        ProcColumns columns;
        try {
            columns = ProcColumns.parseFrom(packed);
        } catch (InvalidProtocolBufferException notColumns) {
            return List.of();
        }
        if (columns.getProcCount() > PROCS_MAX) {
            return List.of();
        }
        List<RunningProc> procs = new ArrayList<>(columns.getProcCount());
        for (int i = 0; i < columns.getProcCount(); i++) {
            procs.add(new RunningProc(
                    columns.getProc(i),
                    at(columns.getRssKibList(), i),
                    at(columns.getMaxRssKibList(), i),
                    at(columns.getPssKibList(), i),
                    at(columns.getMaxPssKibList(), i),
                    at(columns.getSwapKibList(), i),
                    at(columns.getCpuMillisList(), i),
                    at(columns.getRunMillisList(), i),
                    at(columns.getLogSilenceMillisList(), i),
                    at(columns.getGpuMemoryKibList(), i),
                    i < columns.getFrozenCount() && columns.getFrozen(i)));
        }
        return procs;
    }

    private static long at(List<Long> column, int row) {
        return row < column.size() ? column.get(row) : 0;
    }
}
