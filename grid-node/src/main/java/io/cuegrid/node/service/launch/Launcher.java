package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches submissions: plans, reserves the names, stages each job in the cell, and commits them all at once. A refusal
 * at any step leaves nothing behind.
 *
 * <p>Threading: any thread.
 */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final Farm farm;
    private final JobNameReservations names;
    private final SecureRandom random = new SecureRandom();

    public Launcher(Farm farm) {
        this.farm = farm;
        this.names = new JobNameReservations(farm);
    }

    /** A job that runs from here on. */
    public record Launched(Cell cell, long jobNumber, String name, String id) {}

    /**
     * Launches all jobs of a submission, or none.
     *
     * @return the jobs in the submission's order; each is acknowledged by the grid
     * @throws StatusRuntimeException with every problem of the submission
     */
    public List<Launched> launch(SpecDocument spec) {
        LaunchPlan plan = new LaunchPlanner(farm).plan(spec);
        List<JobNameReservations.Reserved> reserved = names.reserve(plan);
        List<Long> numbers;
        try {
            numbers = stageAndCommit(plan);
        } catch (StatusRuntimeException refused) {
            if (!isOutcomeUnknown(refused)) {
                names.release(reserved);
            }
            throw refused;
        }
        List<Launched> launched = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            names.bind(reserved.get(i), numbers.get(i));
            launched.add(new Launched(
                    plan.cell(),
                    numbers.get(i),
                    plan.jobs().get(i).document().getName(),
                    farm.ids().job(plan.cell().number(), numbers.get(i))));
        }
        return launched;
    }

    private List<Long> stageAndCommit(LaunchPlan plan) {
        long launchId = random.nextLong() >>> 1;
        boolean commitSent = false;
        try {
            List<Long> numbers = stage(launchId, plan);
            commitSent = true;
            plan.cell().machine().send(LaunchCommands.commit(launchId, plan));
            return numbers;
        } catch (StatusRuntimeException refused) {
            if (!commitSent || !isOutcomeUnknown(refused)) {
                abort(launchId, plan);
                throw commitSent ? refused : known(refused);
            }
            throw refused;
        }
    }

    /**
     * Stages every job; the cell answers each alone. They are sent one after the other, because a post job names its
     * parent, and a command of one thread may overtake another on its way to the node that leads.
     */
    private List<Long> stage(long launchId, LaunchPlan plan) {
        List<Long> numbers = new ArrayList<>();
        for (PlannedJob job : plan.jobs()) {
            CommandReply reply = farm.catchUp()
                    .send(
                            plan.cell().machine(),
                            LaunchCommands.job(
                                    launchId, plan.show().number(), plan.show().rootFolderNumber(), job));
            numbers.add(reply.number());
        }
        return numbers;
    }

    private static void abort(long launchId, LaunchPlan plan) {
        try {
            plan.cell().machine().trySend(LaunchCommands.abort(launchId));
        } catch (StatusRuntimeException unavailable) {
            LOG.warn("launch {} could not be dropped now: {}", launchId, unavailable.getMessage());
        }
    }

    /** Before the commit nothing can have been launched, whatever became of the staged jobs. */
    private static StatusRuntimeException known(StatusRuntimeException refused) {
        return isOutcomeUnknown(refused)
                ? Status.ABORTED
                        .withDescription(
                                "Nothing was launched: " + refused.getStatus().getDescription())
                        .asRuntimeException()
                : refused;
    }

    private static boolean isOutcomeUnknown(StatusRuntimeException refused) {
        return switch (refused.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, UNKNOWN, INTERNAL, CANCELLED -> true;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED -> false;
        };
    }
}
