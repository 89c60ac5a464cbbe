package io.cuegrid.api.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.cuegrid.api.hostlink.ProcColumns;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningProcsTest {
    private static RunningProc proc(long number, long figures, boolean frozen) {
        return new RunningProc(
                number,
                figures + 1,
                figures + 2,
                figures + 3,
                figures + 4,
                figures + 5,
                figures + 6,
                figures + 7,
                figures + 8,
                figures + 9,
                frozen);
    }

    @Test
    void shouldGiveBackWhatWasPacked() {
        List<RunningProc> procs = List.of(proc(7, 100, false), proc(Long.MAX_VALUE, 1L << 40, true), proc(8, 0, false));

        assertThat(RunningProcs.unpack(RunningProcs.pack(procs))).isEqualTo(procs);
        assertThat(RunningProcs.unpack(RunningProcs.pack(List.of()))).isEmpty();
    }

    @Test
    void shouldTakeNoRoomForAFigureThatIsZeroForAll() {
        RunningProc small = new RunningProc(1, 5, 0, 0, 0, 0, 0, 0, 0, 0, false);

        ByteString packed = RunningProcs.pack(List.of(small, small));

        assertThat(packed.size()).isEqualTo(2 * (2 + 2));
        assertThat(RunningProcs.unpack(packed)).containsExactly(small, small);
    }

    @Test
    void shouldReadNoMoreRunsThanAHostCanHave() {
        List<RunningProc> most = Collections.nCopies(RunningProcs.PROCS_MAX, proc(7, 100, false));
        List<RunningProc> tooMany = Collections.nCopies(RunningProcs.PROCS_MAX + 1, proc(7, 100, false));

        assertThat(RunningProcs.unpack(RunningProcs.pack(most))).isEqualTo(most);
        assertThat(RunningProcs.unpack(RunningProcs.pack(tooMany))).isEmpty();
    }

    @Test
    void shouldReadAColumnThatIsTooShortAsZeroAndWhatIsNoColumnsAsNothing() {
        ByteString shortColumn = ProcColumns.newBuilder()
                .addProc(1)
                .addProc(2)
                .addRssKib(9)
                .addFrozen(true)
                .build()
                .toByteString();

        assertThat(RunningProcs.unpack(shortColumn))
                .extracting(RunningProc::rssKib, RunningProc::frozen)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(9L, true), org.assertj.core.groups.Tuple.tuple(0L, false));
        assertThat(RunningProcs.unpack(ByteString.copyFromUtf8("not columns at all")))
                .isEmpty();
    }
}
