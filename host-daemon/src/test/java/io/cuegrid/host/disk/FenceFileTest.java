package io.cuegrid.host.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.CellEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FenceFileTest {
    @TempDir
    Path folder;

    private static CellEpoch epoch(long number, String leader) {
        return CellEpoch.newBuilder().setNumber(number).setLeaderId(leader).build();
    }

    @Test
    void shouldRememberEpochAndProcsAcrossARestart() throws IOException {
        Fence fence = new Fence(folder);
        fence.startAnew("0badcafe", "local");
        fence.advance(epoch(3, "a"));
        fence.remember(List.of(7L, 9L));

        Fence again = new Fence(folder);

        assertThat(again.newestEpoch()).isEqualTo(epoch(3, "a"));
        assertThat(again.isOld(epoch(2, "a"))).isTrue();
        assertThat(again.isOld(epoch(3, "b"))).isTrue();
        assertThat(again.isOld(epoch(3, "a"))).isFalse();
        assertThat(again.isOld(epoch(4, "b"))).isFalse();
        assertThat(again.ranBefore(7)).isTrue();
        assertThat(again.ranBefore(8)).isFalse();
        assertThat(again.belongsTo("0badcafe", "local")).isTrue();
        assertThat(again.belongsTo("0badcafe", "cloud")).isFalse();
        assertThat(again.belongsTo("5ca1ab1e", "local")).isFalse();
    }

    @Test
    void shouldStayBoundedAndRefuseWhatFellOut() throws IOException {
        Fence fence = new Fence(folder);
        int count = 3 * Fence.REMEMBERED_PROCS_MAX;
        for (int from = 1; from <= count; from += 512) {
            fence.remember(LongStream.range(from, from + 512).boxed().toList());
        }

        assertThat(Files.readAllLines(folder.resolve("procs")))
                .hasSizeLessThanOrEqualTo(2 * Fence.REMEMBERED_PROCS_MAX);
        Fence again = new Fence(folder);
        assertThat(again.ranBefore(1)).isTrue();
        assertThat(again.ranBefore(count)).isTrue();
        assertThat(again.ranBefore(count + 1)).isFalse();
    }

    @Test
    void shouldPassOverATornLastLine() throws IOException {
        Fence fence = new Fence(folder);
        fence.remember(List.of(41L));
        Files.writeString(folder.resolve("procs"), "4x", StandardOpenOption.APPEND);

        assertThat(new Fence(folder).ranBefore(41)).isTrue();
    }
}
