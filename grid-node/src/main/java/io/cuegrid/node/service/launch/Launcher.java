package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.rpc.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches submissions: plans, reserves the names while each job is staged in the cell, and commits them all at once. A
 * refusal at any step leaves nothing behind.
 *
 * <p>Threading: any thread.
 */
public final class Launcher {
    /** Jobs of one launch that are staged at the same time. */
    static final int STAGED_AHEAD_MAX = 32;
    /** Bytes of them, about: an eighth of what the cell's ring takes, so that large jobs do not fill it for others. */
    static final long STAGED_AHEAD_BYTES_MAX = 1L << 21;

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
        long launchId = random.nextLong() >>> 1;
        SentAhead asked = names.ask(plan);
        SentAhead staging = staging(launchId, plan, plan.cell().machine().keepsOrder() ? STAGED_AHEAD_MAX : 1);
        List<JobNameReservations.Reserved> reserved;
        try {
            asked.begin();
            staging.begin();
            reserved = names.reserve(plan, asked);
        } catch (RuntimeException refused) {
            names.forget(plan, asked);
            abort(launchId, plan, staging);
            throw refused;
        }
        List<Long> numbers = stageAndCommit(launchId, plan, staging, reserved);
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

    private List<Long> stageAndCommit(
            long launchId, LaunchPlan plan, SentAhead staging, List<JobNameReservations.Reserved> reserved) {
        boolean commitSent = false;
        try {
            List<Long> numbers = stage(launchId, plan, staging);
            commitSent = true;
            plan.cell().machine().send(LaunchCommands.commit(launchId, plan));
            return numbers;
        } catch (RuntimeException refused) {
            if (commitSent && isOutcomeUnknown(refused)) {
                throw refused;
            }
            abort(launchId, plan, staging);
            names.release(reserved);
            throw commitSent ? refused : known(refused);
        }
    }

    /**
     * Stages every job once it is begun; nobody sees a job that is staged, so the names need not be ours yet. One is sent
     * after the other's answer when another node leads, because a post job names its parent, and jobs start in their
     * order: on the way to that node a command may overtake another.
     */
    private static SentAhead staging(long launchId, LaunchPlan plan, int aheadMax) {
        MachineClient cell = plan.cell().machine();
        return new SentAhead(
                plan.jobs().size(),
                new SentAhead.Bound(
                        aheadMax,
                        STAGED_AHEAD_BYTES_MAX,
                        index -> LaunchCommands.bytes(plan.jobs().get(index))),
                index -> cell.sendAhead(job(launchId, plan, index)));
    }

    private static CommandEncoding job(long launchId, LaunchPlan plan, int index) {
        return LaunchCommands.job(
                launchId,
                plan.show().number(),
                plan.show().rootFolderNumber(),
                plan.jobs().get(index));
    }

    /** What is refused when several were on their way is tried again, one by one: then they fit and keep their order. */
    private List<Long> stage(long launchId, LaunchPlan plan, SentAhead staging) {
        try {
            return numbers(launchId, plan, staging);
        } catch (StatusRuntimeException refused) {
            if (!staging.isAhead() || isOutcomeUnknown(refused)) {
                throw refused;
            }
            abort(launchId, plan, staging);
            return numbers(launchId, plan, staging(launchId, plan, 1));
        }
    }

    /** When the cell has to catch up with the directory for one, those behind it are staged again too: one may name it. */
    private List<Long> numbers(long launchId, LaunchPlan plan, SentAhead staging) {
        List<Long> numbers = new ArrayList<>();
        boolean again = false;
        for (int i = 0; i < plan.jobs().size(); i++) {
            CommandReply reply = staging.next();
            again |= reply.code() == ReplyCode.NOT_FOUND;
            if (again && reply.code() != ReplyCode.OK) {
                reply = farm.catchUp().trySend(plan.cell().machine(), job(launchId, plan, i));
            }
            if (reply.code() != ReplyCode.OK) {
                throw Problem.of(reply.code(), reply.detail());
            }
            numbers.add(reply.number());
        }
        return numbers;
    }

    private static void abort(long launchId, LaunchPlan plan, SentAhead staging) {
        staging.rest();
        try {
            plan.cell().machine().trySend(LaunchCommands.abort(launchId));
        } catch (RuntimeException unavailable) {
            LOG.warn("launch {} could not be dropped now: {}", launchId, unavailable.getMessage());
        }
    }

    /** Before the commit nothing can have been launched, whatever became of the staged jobs. */
    private static RuntimeException known(RuntimeException refused) {
        return refused instanceof StatusRuntimeException said && isOutcomeUnknown(said)
                ? Status.ABORTED
                        .withDescription(
                                "Nothing was launched: " + said.getStatus().getDescription())
                        .asRuntimeException()
                : refused;
    }

    private static boolean isOutcomeUnknown(RuntimeException failure) {
        if (!(failure instanceof StatusRuntimeException refused)) {
            return true;
        }
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
