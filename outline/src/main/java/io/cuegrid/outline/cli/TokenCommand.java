package io.cuegrid.outline.cli;

import io.cuegrid.api.token.TokenKind;
import io.cuegrid.outline.launch.FarmHome;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "token",
        description = {
            "Prints an access token, signed with the home's secret.",
            "Users' tokens open gRPC and REST, hosts' tokens a daemon's link."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid token                                     for you, 30 days",
            "  ./cuegrid token --kind host --subject render01 > render01.token",
            "  curl -H \"Authorization: Bearer $(./cuegrid token --days 1)\" \\",
            "       -d '{}' http://127.0.0.1:8448/job.JobInterface/GetJobs"
        })
final class TokenCommand extends CliCommand {
    private static final int DAYS_MAX = 3650;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "the grid's home (default: $CUEGRID_HOME, else .cuegrid " + "beside the script)")
    @Nullable
    Path home;

    @Option(names = "--kind", paramLabel = "KIND", description = "user, host or node (default: user)")
    TokenKind kind = TokenKind.USER;

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description = "the user, or the host's or node's name (default: you)")
    @Nullable
    String subject;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "good for so many days, 1 to 3650 (default: ${DEFAULT-VALUE})")
    int days = 30;

    @Override
    public Integer call() {
        FarmHome farmHome = FarmHome.of(home);
        if (days < 1 || days > DAYS_MAX) {
            throw new CliFailure(ExitStatus.USAGE, "--days must be 1 to " + DAYS_MAX + ", not " + days);
        }
        if (kind != TokenKind.USER && subject == null) {
            throw new CliFailure(ExitStatus.USAGE, "--subject must name the " + kind.text());
        }
        String name = subject == null ? System.getProperty("user.name", "unknown") : subject;
        output().line(farmHome.token(kind, name, Duration.ofDays(days)));
        return ExitStatus.SUCCESS.code();
    }
}
