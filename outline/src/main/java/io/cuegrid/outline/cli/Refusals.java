package io.cuegrid.outline.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Turns what a node answers when it does not do as asked into a sentence and an exit status. */
final class Refusals {
    private Refusals() {}

    static CliFailure explained(StatusRuntimeException refused, String address) {
        Status status = refused.getStatus();
        String said = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE -> new CliFailure(ExitStatus.NOT_UP, unavailable(said, address));
            case DEADLINE_EXCEEDED ->
                new CliFailure(
                        ExitStatus.NOT_UP,
                        "the grid at " + address + " did not answer in time: look at ./cuegrid status");
            case UNAUTHENTICATED ->
                new CliFailure(
                        ExitStatus.DENIED,
                        "the grid at " + address + " does not take the token (" + said
                                + "): use the home it was started with, or a token made there by ./cuegrid token");
            case PERMISSION_DENIED -> new CliFailure(ExitStatus.DENIED, said);
            case NOT_FOUND -> new CliFailure(ExitStatus.NOT_FOUND, said);
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new CliFailure(ExitStatus.USAGE, said);
            default -> new CliFailure(ExitStatus.FAILED, said);
        };
    }

    /** A node that answers, but has no leader or is starting, says so itself; a closed port says nothing useful. */
    private static String unavailable(String said, String address) {
        boolean noConnection = said.startsWith("io exception") || said.startsWith("Unable to resolve");
        return noConnection
                ? "no grid answers at " + address + ": start one with ./cuegrid up, or see one work with ./cuegrid demo"
                : said;
    }
}
