package io.cuegrid.host;

import io.cuegrid.host.frame.LeaseExpiry;
import java.nio.file.Path;
import java.util.List;

/** Settings of a daemon in a test's folder. */
final class TestHost {
    private TestHost() {}

    static HostConfig config(Path folder, String target, LeaseExpiry onLeaseExpiry) {
        return config(folder, target, onLeaseExpiry, 1024, false);
    }

    static HostConfig config(
            Path folder, String target, LeaseExpiry onLeaseExpiry, long freeDiskKibMin, boolean runAsJobUser) {
        return new HostConfig(
                folder.resolve("home"),
                "alpha",
                "local",
                List.of(target),
                200,
                1 << 20,
                0,
                0,
                List.of("general"),
                List.of(),
                null,
                FakeGrid.TOKEN,
                null,
                List.of(folder.resolve("shots")),
                folder.resolve("temporary"),
                runAsJobUser,
                onLeaseExpiry,
                200,
                false,
                true,
                1500,
                freeDiskKibMin,
                "022",
                null);
    }
}
