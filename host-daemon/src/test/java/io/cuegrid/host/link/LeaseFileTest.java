package io.cuegrid.host.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFileTest {
    @TempDir
    Path folder;

    private final AtomicLong uptimeCentis = new AtomicLong(1_000);
    private Lease lease;

    @BeforeEach
    void connect() {
        lease = new Lease(folder.resolve("lease"), uptimeCentis::get);
        lease.connected();
        lease.leaseMillis(10_000);
        lease.sent(1);
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("lease")).strip();
    }

    @Test
    void shouldCountFromTheSendingOfTheHeartbeatNotFromItsAnswer() throws IOException {
        uptimeCentis.set(1_900);
        lease.renewed(1);

        assertThat(file()).isEqualTo("2000");
        uptimeCentis.set(1_999);
        assertThat(lease.isExpired()).isFalse();
        uptimeCentis.set(2_000);
        assertThat(lease.isExpired()).isTrue();
    }

    @Test
    void shouldTakeTheNewestHeartbeatThatTheGridHasHeard() throws IOException {
        uptimeCentis.set(1_100);
        lease.sent(2);
        uptimeCentis.set(1_200);
        lease.sent(4);
        lease.renewed(3);

        assertThat(file()).isEqualTo("2100");
        lease.renewed(4);
        assertThat(file()).isEqualTo("2200");
    }

    @Test
    void shouldNotRunAnewWhenTheGridHasHeardNothingNew() throws IOException {
        lease.renewed(1);
        uptimeCentis.set(1_500);
        lease.renewed(1);

        assertThat(file()).isEqualTo("2000");
    }
}
