package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.core.sbe.LaunchJobDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.launch.Launcher;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Launches over a road to the cell on which something goes wrong. */
class LauncherTest {
    private static final String FIRST = "testing-sh010-ann_first";

    private final MemoryGrid grid = new MemoryGrid(List.of("local"), 100);
    private final Deque<Mishap> mishaps = new ArrayDeque<>();
    private final Farm farm = new Farm(new Road(), new ServiceConfig("/shots", 5_000, grid::nowMillis));

    /** What becomes of one command that stages a job. */
    private enum Mishap {
        OVERTAKEN,
        RING_FULL,
        FAULT
    }

    private static JobDocument.Builder job(String name) {
        return JobDocument.newBuilder()
                .setName(name)
                .setPriority(1)
                .addLayers(LayerDocument.newBuilder()
                        .setName("render")
                        .setKind(LayerKind.RENDER)
                        .setCommand("true")
                        .setRange("1-3")
                        .setChunkSize(1));
    }

    private List<Launcher.Launched> launch() {
        return new Launcher(farm)
                .launch(SpecDocument.newBuilder()
                        .setShow("testing")
                        .setShot("sh010")
                        .setUser("ann")
                        .addJobs(job(FIRST))
                        .addJobs(job("testing-sh010-ann_second").setPostJobOf(FIRST))
                        .build());
    }

    @Test
    void shouldLaunchThoughOneJobOvertakesAnother() {
        mishaps.add(Mishap.OVERTAKEN);
        List<Launcher.Launched> launched = launch();
        assertThat(launched).extracting(Launcher.Launched::name).startsWith(FIRST);
        assertThat(launched.get(0).jobNumber()).isLessThan(launched.get(1).jobNumber());
        assertThat(mishaps).isEmpty();
    }

    @Test
    void shouldLaunchThoughItsJobsFillTheRing() {
        mishaps.add(Mishap.RING_FULL);
        assertThat(launch()).hasSize(2);
        assertThat(mishaps).isEmpty();
    }

    @Test
    void shouldGiveBackTheNamesWhenSomethingUnexpectedHappens() {
        mishaps.add(Mishap.FAULT);
        assertThatThrownBy(this::launch).isInstanceOf(IllegalStateException.class);
        assertThat(farm.directory().read(EntryKind.JOB_NAME)).isEmpty();
        assertThat(launch()).hasSize(2);
    }

    /** The grid, reached by a road. */
    private final class Road implements GridAccess {
        @Override
        public int incarnation() {
            return grid.incarnation();
        }

        @Override
        public MachineAccess directory() {
            return grid.directory();
        }

        @Override
        public List<String> facilities() {
            return grid.facilities();
        }

        @Override
        public @Nullable MachineAccess cell(String facility) {
            MachineAccess cell = grid.cell(facility);
            return cell == null ? null : new RoadToCell(cell);
        }

        @Override
        public @Nullable MachineAccess cell(int cellNumber) {
            MachineAccess cell = grid.cell(cellNumber);
            return cell == null ? null : new RoadToCell(cell);
        }

        @Override
        public @Nullable HostVitals vitals(int cellNumber, long hostNumber) {
            return null;
        }
    }

    private final class RoadToCell implements MachineAccess {
        private final MachineAccess cell;
        private final CompletableFuture<CommandReply> late = new CompletableFuture<>();
        private @Nullable CommandEncoding overtaken;

        RoadToCell(MachineAccess cell) {
            this.cell = cell;
        }

        @Override
        public int cellNumber() {
            return cell.cellNumber();
        }

        @Override
        public boolean keepsOrder() {
            return true;
        }

        @Override
        public CompletableFuture<Rows> read(CommandEncoding query) {
            return cell.read(query);
        }

        @Override
        public CompletableFuture<CommandReply> submit(CommandEncoding command) {
            Mishap mishap = stagesAJob(command) ? mishaps.poll() : null;
            if (mishap == Mishap.OVERTAKEN) {
                overtaken = command;
                return late;
            }
            if (mishap == Mishap.RING_FULL) {
                return CompletableFuture.failedFuture(
                        Status.RESOURCE_EXHAUSTED.withDescription("full").asRuntimeException());
            }
            if (mishap == Mishap.FAULT) {
                return CompletableFuture.failedFuture(new IllegalArgumentException("not encoded"));
            }
            CompletableFuture<CommandReply> answer = cell.submit(command);
            if (overtaken != null) {
                late.complete(cell.submit(Objects.requireNonNull(overtaken)).join());
                overtaken = null;
            }
            return answer;
        }

        private static boolean stagesAJob(CommandEncoding command) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            command.encode(buffer, 0, 1);
            return new MessageHeaderDecoder().wrap(buffer, 0).templateId() == LaunchJobDecoder.TEMPLATE_ID;
        }
    }
}
