package io.cuegrid.core.cell.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NoRoomTest {
    private static final int HOSTS = 40;

    @Test
    void shouldNeverHideAHostThatHasRoom() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            NoRoom noRoom = new NoRoom();
            long[] rooms = new long[HOSTS];
            for (int step = 0; step < 500; step++) {
                int host = random.nextInt(HOSTS);
                rooms[host] = something(random);
                noRoom.offered(rooms[host]);
                long need = something(random);
                boolean anybody = false;
                for (long room : rooms) {
                    anybody |= Need.fits(need, room);
                }
                if (noRoom.covers(need)) {
                    assertThat(anybody).as("seed %d step %d", seed, step).isFalse();
                } else if (!anybody) {
                    noRoom.add(need);
                    assertThat(noRoom.covers(need)).isTrue();
                }
            }
        }
    }

    @Test
    void shouldCoverAsMuchAndMoreButNotLess() {
        NoRoom noRoom = new NoRoom();
        noRoom.add(Need.of(800, 8 << 20, 0, 0, false));
        assertThat(noRoom.covers(Need.of(800, 8 << 20, 0, 0, false))).isTrue();
        assertThat(noRoom.covers(Need.of(1600, 9 << 20, 1, 1 << 20, false))).isTrue();
        assertThat(noRoom.covers(Need.of(400, 8 << 20, 0, 0, false))).isFalse();
        assertThat(noRoom.covers(Need.of(1600, 4 << 20, 0, 0, false))).isFalse();
        noRoom.offered(Need.of(800, 16 << 20, 0, 0, false));
        assertThat(noRoom.covers(Need.of(800, 8 << 20, 0, 0, false))).isFalse();
    }

    private static long something(Random random) {
        return Need.of(
                100 * random.nextInt(32), (long) random.nextInt(64) << 20, random.nextInt(3), 0, random.nextBoolean());
    }
}
