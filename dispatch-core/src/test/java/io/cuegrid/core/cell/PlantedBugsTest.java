package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.fail;

import io.cuegrid.core.cell.PlantedCell.Bug;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.JobLaunchedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.ProcChangedDecoder;
import io.cuegrid.core.sbe.ProcConfirmedDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The simulation finds bugs: each is planted into real cells, and one of a few seeds must fail because of it. */
final class PlantedBugsTest {
    private static final int SEEDS = 24;
    private static final int BATCHES = 100;
    private static final int EVERY = 7;
    private static final int CORE = 100;

    /** A bug may show in several ways: one of the seeds must say the one that names it. */
    private static void assertFound(String said, Bug bug) {
        assertFound(said, false, bug);
    }

    private static void assertFound(String said, boolean ordered, Bug bug) {
        List<String> others = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new FarmSimulation(seed, () -> new PlantedCell(bug), ordered).run(BATCHES);
            } catch (AssertionError | RuntimeException found) {
                String message = String.valueOf(found.getMessage());
                if (message.contains(said)) {
                    return;
                }
                others.add(message.lines().findFirst().orElse(""));
            }
        }
        fail(SEEDS + " seeds did not say '" + said + "' but " + others);
    }

    private static int template(DirectBuffer event, int offset) {
        return new MessageHeaderDecoder().wrap(event, offset).templateId();
    }

    private static FrameStartedDecoder started(DirectBuffer event, int offset) {
        return new FrameStartedDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
    }

    /** A seventh of the starts: told by their procs, so that owner, backup and replay agree on the bug. */
    private static boolean isChosenStart(DirectBuffer event, int offset) {
        return template(event, offset) == FrameStartedDecoder.TEMPLATE_ID
                && started(event, offset).procNumber() % EVERY == 0;
    }

    private static int jobOf(CellState state, DirectBuffer event, int offset) {
        return state.jobs.row(started(event, offset).jobNumber());
    }

    @Test
    void shouldRunWithoutABug() {
        for (long seed = 1; seed <= 2; seed++) {
            new FarmSimulation(seed, () -> new PlantedCell((state, index, event, offset) -> {}), true).run(BATCHES);
        }
    }

    @Test
    void shouldFindADroppedCounterOfAJob() {
        assertFound("cores of Job", (state, index, event, offset) -> {
            if (isChosenStart(event, offset)) {
                state.jobs.addUsedCoreUnits(jobOf(state, event, offset), -CORE);
            }
        });
    }

    @Test
    void shouldFindADroppedCounterOfAFolder() {
        assertFound("folder", (state, index, event, offset) -> {
            if (isChosenStart(event, offset)) {
                int folder = state.jobs.folderRow(jobOf(state, event, offset));
                state.catalog.addUsedCoreUnits(folder, -CORE);
            }
        });
    }

    @Test
    void shouldFindADroppedCounterOfAHost() {
        assertFound("idle cores of Host", (state, index, event, offset) -> {
            if (isChosenStart(event, offset)) {
                state.hosts.addIdleCoreUnits(
                        state.hosts.row(started(event, offset).hostNumber()), CORE);
            }
        });
    }

    @Test
    void shouldFindADoubleBooking() {
        assertFound("two procs of one frame", (state, index, event, offset) -> {
            if (isChosenStart(event, offset)) {
                FrameStartedDecoder start = started(event, offset);
                int job = state.jobs.row(start.jobNumber());
                int layer = state.jobs.layerBase(job) + start.layerIndex();
                int frame = state.jobs.frameBase(job) + start.frameOrdinal();
                state.frames.state(frame, FrameStates.WAITING);
                index.frameWaits(layer, frame, start.frameIndex());
            }
        });
    }

    @Test
    void shouldFindAForgottenIndexOfFrames() {
        assertFound("what could be booked though booking has settled", (state, index, event, offset) -> {
            if (template(event, offset) == JobLaunchedDecoder.TEMPLATE_ID) {
                JobLaunchedDecoder launched =
                        new JobLaunchedDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
                int job = state.jobs.row(launched.jobNumber());
                int layer = state.jobs.layerBase(job);
                int frame = state.jobs.frameBase(job);
                if (state.frames.state(frame) == FrameStates.WAITING) {
                    index.frameTaken(layer, frame, 0);
                }
            }
        });
    }

    @Test
    void shouldFindAForgottenIndexOfHosts() {
        assertFound("what could be booked though booking has settled", (state, index, event, offset) -> {
            if (template(event, offset) == HostRegisteredDecoder.TEMPLATE_ID) {
                HostRegisteredDecoder registered =
                        new HostRegisteredDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
                if (registered.hostNumber() % 3 == 0) {
                    index.hostRemoved(state.hosts.row(registered.hostNumber()));
                }
            }
        });
    }

    @Test
    void shouldFindAForgottenOrderOfJobs() {
        assertFound("what comes before", true, (state, index, event, offset) -> {
            if (template(event, offset) == JobLaunchedDecoder.TEMPLATE_ID) {
                JobLaunchedDecoder launched =
                        new JobLaunchedDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
                int job = state.jobs.row(launched.jobNumber());
                state.jobs.priority(job, 100 - state.jobs.priority(job));
            }
        });
    }

    @Test
    void shouldFindABookingOfAFrameOutOfItsOrder() {
        assertFound("what comes before", true, (state, index, event, offset) -> {
            if (template(event, offset) == JobLaunchedDecoder.TEMPLATE_ID) {
                JobLaunchedDecoder launched =
                        new JobLaunchedDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
                int base = state.jobs.layerBase(state.jobs.row(launched.jobNumber()));
                state.layers.dispatchOrder(base, 9);
            }
        });
    }

    @Test
    void shouldFindAReleaseThatWakesNobody() {
        assertFound("booking has settled", (state, index, event, offset) -> {
            if (template(event, offset) == FrameStoppedDecoder.TEMPLATE_ID) {
                index.settled();
                state.globals.bookingWanted(false);
            }
        });
    }

    @Test
    void shouldFindARedirectedProcThatIsNotReleased() {
        assertFound("unbooked", (state, index, event, offset) -> {
            if (template(event, offset) == ProcChangedDecoder.TEMPLATE_ID) {
                ProcChangedDecoder changed =
                        new ProcChangedDecoder().wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
                state.procs.unbooked(state.procs.row(changed.procNumber()), false);
            }
        });
    }

    @Test
    void shouldFindACellThatDecidesByWhatASnapshotDoesNotHold() {
        int[] confirmations = new int[1];
        assertFound("digest of the backup", (state, index, event, offset) -> {
            if (template(event, offset) == ProcConfirmedDecoder.TEMPLATE_ID && ++confirmations[0] % 5 == 0) {
                state.globals.addBooked(1);
            }
        });
    }

    @Test
    void shouldFindALayersUseOfAHostThatIsNotCounted() {
        assertFound("what a restored copy decides", (state, index, event, offset) -> {
            if (isChosenStart(event, offset)) {
                index.procChanged(state.procs.row(started(event, offset).procNumber()), -1);
            }
        });
    }

    @Test
    void shouldFindACheckpointThatNobodyLooksAtAgain() {
        assertFound("CHECKPOINT", (state, index, event, offset) -> {
            if (template(event, offset) == FrameStoppedDecoder.TEMPLATE_ID) {
                state.checkpoints.takeStale(Long.MAX_VALUE);
            }
        });
    }
}
