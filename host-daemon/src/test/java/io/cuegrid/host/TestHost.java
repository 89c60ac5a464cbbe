package io.cuegrid.host;

import io.cuegrid.host.frame.LeaseExpiry;
import java.nio.file.Path;
import java.util.List;

/** Settings of a daemon in a test's folder. */
final class TestHost {
    private TestHost() {}

    static HostConfig config(Path folder, String target) {
        return config(folder, target, FakeGrid.TOKEN, false, LeaseExpiry.FREEZE);
    }

    static HostConfig config(Path folder, String target, String token, boolean keepFrames, LeaseExpiry onLeaseExpiry) {
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
                token,
                null,
                List.of(folder.resolve("shots")),
                folder.resolve("temporary"),
                false,
                onLeaseExpiry,
                200,
                keepFrames,
                !keepFrames,
                1500,
                1024,
                "022",
                null);
    }
}
