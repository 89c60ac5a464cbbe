package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.DelayRule;
import io.cuegrid.api.grid.DispatchMode;
import io.cuegrid.api.grid.FacilityRules;
import io.cuegrid.api.grid.GetRulesRequest;
import io.cuegrid.api.grid.GetRulesResponse;
import io.cuegrid.api.grid.SetDelayRuleRequest;
import io.cuegrid.api.grid.SetLayerShareRequest;
import io.cuegrid.api.grid.SetLimitCountingRequest;
import io.cuegrid.api.grid.SetModeRequest;
import io.cuegrid.api.grid.ShowMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rules",
        description = {
            "Shows or sets how work is given to hosts.",
            "docs/dispatch-rules.md says what each rule does. Without a word it lists what is set."
        },
        subcommands = {
            RulesCommand.Mode.class,
            RulesCommand.Delay.class,
            RulesCommand.Limit.class,
            RulesCommand.Share.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid rules",
            "  ./cuegrid rules --json",
            "  ./cuegrid rules mode proportional"
        })
final class RulesCommand extends GridCommand {
    private static final String FACILITY = "only this facility; else all";

    /** One thing that is set. */
    record Line(String facility, String rule, String subject, String value) {}

    static final Table<Line> TABLE = new Table<Line>()
            .text("facility", "FACILITY", Line::facility)
            .text("rule", "RULE", Line::rule)
            .text("subject", "OF", Line::subject)
            .text("value", "IS", Line::value);

    @Option(names = "--facility", paramLabel = "NAME", description = FACILITY)
    String facility = "";

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Override
    ExitStatus run(GridSession session) {
        GetRulesResponse rules = session.call(() -> session.dispatch()
                .getRules(GetRulesRequest.newBuilder().setFacility(facility).build()));
        List<Line> lines = new ArrayList<>();
        for (FacilityRules each : rules.getFacilitiesList()) {
            add(each, lines);
        }
        rules.getHostLimitsList().forEach(limit -> lines.add(new Line("", "limit", limit, "hosts")));
        TABLE.print(lines, output(), json, "no facility has a rule");
        return ExitStatus.SUCCESS;
    }

    private static void add(FacilityRules rules, List<Line> lines) {
        String of = rules.getFacility();
        lines.add(new Line(of, "mode", "", word(rules.getMode())));
        for (ShowMode show : rules.getShowsList()) {
            lines.add(new Line(of, "mode", show.getShow(), word(show.getMode())));
        }
        for (DelayRule rule : rules.getDelayRulesList()) {
            lines.add(new Line(of, "delay", Integer.toString(rule.getExitStatus()), rule.getMinutes() + " min"));
        }
        if (rules.getLayerSharePercent() > 0) {
            String value = rules.getLayerSharePercent() + " %, at least " + rules.getLayerShareLeastProcs() + " procs";
            lines.add(new Line(of, "share", "", value));
        }
    }

    private static String word(DispatchMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** The orders of jobs that can be named. */
    enum Order {
        PRIORITY,
        FIFO,
        BALANCED,
        PROPORTIONAL,
        FACILITY
    }

    @Command(
            name = "mode",
            description = "Says how jobs are ordered: of a facility, or of one show.",
            footer = {
                "",
                "Examples:",
                "  ./cuegrid rules mode proportional",
                "  ./cuegrid rules mode balanced --show lighting",
                "  ./cuegrid rules mode facility --show lighting      as the facility again"
            })
    static final class Mode extends GridCommand {
        @Parameters(paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}")
        Order order;

        @Option(names = "--show", paramLabel = "NAME", description = "only this show")
        String show = "";

        @Option(names = "--facility", paramLabel = "NAME", description = FACILITY)
        String facility = "";

        @Override
        ExitStatus run(GridSession session) {
            boolean asFacility = order == Order.FACILITY;
            if (asFacility && show.isEmpty()) {
                throw new CliFailure(ExitStatus.USAGE, "mode facility is for a show: add --show NAME");
            }
            SetModeRequest request = SetModeRequest.newBuilder()
                    .setFacility(facility)
                    .setShow(show)
                    .setAsFacility(asFacility)
                    .setMode(asFacility ? DispatchMode.PRIORITY : DispatchMode.valueOf(order.name()))
                    .build();
            session.call(() -> session.dispatch().setMode(request));
            output().line((show.isEmpty() ? "jobs" : "jobs of " + show) + " are ordered "
                    + (asFacility
                            ? "as their facility says"
                            : "by " + order.name().toLowerCase(Locale.ROOT)));
            return ExitStatus.SUCCESS;
        }
    }

    @Command(
            name = "delay",
            description =
                    "Pauses a layer for so many minutes when a frame of it ends with an exit status; no retry is counted.",
            footer = {
                "",
                "Examples:",
                "  ./cuegrid rules delay 330 5       a licence is missing: try again in five minutes",
                "  ./cuegrid rules delay 330 0       no more"
            })
    static final class Delay extends GridCommand {
        @Parameters(index = "0", paramLabel = "STATUS", description = "exit status, 1 or more")
        int exitStatus;

        @Parameters(index = "1", paramLabel = "MINUTES", description = "0 to 1440; 0: no rule")
        int minutes;

        @Option(names = "--facility", paramLabel = "NAME", description = FACILITY)
        String facility = "";

        @Override
        ExitStatus run(GridSession session) {
            session.call(() -> session.dispatch()
                    .setDelayRule(SetDelayRuleRequest.newBuilder()
                            .setFacility(facility)
                            .setExitStatus(exitStatus)
                            .setMinutes(minutes)
                            .build()));
            output().line("exit status " + exitStatus
                    + (minutes == 0 ? " pauses nothing" : " pauses a layer for " + minutes + " min"));
            return ExitStatus.SUCCESS;
        }
    }

    /** What a limit counts. */
    enum Counted {
        HOSTS,
        FRAMES
    }

    @Command(
            name = "limit",
            description = "Says whether a limit counts frames, or the hosts that they run on (one licence a machine).",
            footer = {"", "Examples:", "  ./cuegrid rules limit arnold hosts", "  ./cuegrid rules limit arnold frames"})
    static final class Limit extends GridCommand {
        @Parameters(index = "0", paramLabel = "LIMIT", description = "name of the limit")
        String limit;

        @Parameters(index = "1", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
        Counted counted;

        @Override
        ExitStatus run(GridSession session) {
            session.call(() -> session.dispatch()
                    .setLimitCounting(SetLimitCountingRequest.newBuilder()
                            .setLimit(limit)
                            .setHosts(counted == Counted.HOSTS)
                            .build()));
            output().line("limit " + limit + " counts " + counted.name().toLowerCase(Locale.ROOT));
            return ExitStatus.SUCCESS;
        }
    }

    @Command(
            name = "share",
            description = {
                "Sets the most of one host that a layer takes while other work could use it.",
                "What nothing else can use it gets all the same."
            },
            footer = {
                "",
                "Examples:",
                "  ./cuegrid rules share 25                  a quarter of a host's cores, or eight procs",
                "  ./cuegrid rules share 50 --least-procs 2",
                "  ./cuegrid rules share 0                   no share"
            })
    static final class Share extends GridCommand {
        @Parameters(paramLabel = "PERCENT", description = "of the host's cores, 1 to 100; 0: no share")
        int percent;

        @Option(
                names = "--least-procs",
                paramLabel = "N",
                description = "procs that a layer may have on a host anyway, 1 or more (default: ${DEFAULT-VALUE})")
        int leastProcs = 8;

        @Option(names = "--facility", paramLabel = "NAME", description = FACILITY)
        String facility = "";

        @Override
        ExitStatus run(GridSession session) {
            if (leastProcs < 1) {
                throw new CliFailure(ExitStatus.USAGE, "--least-procs: " + leastProcs + " is not 1 or more");
            }
            session.call(() -> session.dispatch()
                    .setLayerShare(SetLayerShareRequest.newBuilder()
                            .setFacility(facility)
                            .setPercent(percent)
                            .setLeastProcs(leastProcs)
                            .build()));
            output().line(
                            percent == 0
                                    ? "a layer may fill a host"
                                    : "a layer's share of a host is " + percent + " %, at least " + leastProcs
                                            + " procs");
            return ExitStatus.SUCCESS;
        }
    }
}
