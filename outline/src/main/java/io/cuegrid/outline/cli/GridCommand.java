package io.cuegrid.outline.cli;

import picocli.CommandLine.Mixin;

/** A command that asks the grid something or tells it to do something. */
abstract class GridCommand extends CliCommand {
    @Mixin
    GridOptions options;

    @Override
    public final Integer call() {
        try (GridSession session = options.open()) {
            return run(session).code();
        }
    }

    abstract ExitStatus run(GridSession session);
}
