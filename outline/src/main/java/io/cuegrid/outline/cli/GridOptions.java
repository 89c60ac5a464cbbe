package io.cuegrid.outline.cli;

import io.cuegrid.outline.launch.FarmHome;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to a grid. */
public final class GridOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "where state is kept (default: $CUEGRID_HOME, else .cuegrid beside the script)")
    @Nullable
    Path home;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "the grid's ports start here: gRPC N+3, REST N+8 (default: as the home was started, else 8440)")
    @Nullable
    Integer portBase;

    @Option(names = "--node", paramLabel = "HOST:PORT", description = "gRPC address of a node, wherever it runs")
    @Nullable
    String node;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "file that holds an access token (default: $CUEGRID_TOKEN, else one made with the home's secret)")
    @Nullable
    Path tokenFile;

    public FarmHome farmHome() {
        return FarmHome.of(home);
    }

    /** Connects lazily: nothing is sent before the first call. */
    public GridSession open() {
        return GridSession.open(this);
    }
}
