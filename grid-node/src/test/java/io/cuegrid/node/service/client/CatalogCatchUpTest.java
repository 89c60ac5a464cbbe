package io.cuegrid.node.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.service.MemoryGrid;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatalogCatchUpTest {
    private static final long TIMEOUT_MILLIS = 10_000;

    private final MemoryGrid grid = new MemoryGrid(List.of("local"), 10);
    private final AtomicInteger sent = new AtomicInteger();

    /** Refuses once because it does not know a record, and has heard of it when it is asked for its version. */
    private final class LateCell implements MachineAccess {
        private final MachineAccess cell = Objects.requireNonNull(grid.cell("local"));

        @Override
        public int cellNumber() {
            return cell.cellNumber();
        }

        @Override
        public CompletableFuture<CommandReply> submit(CommandEncoding command) {
            ReplyCode code = sent.incrementAndGet() == 1 ? ReplyCode.NOT_FOUND : ReplyCode.OK;
            return CompletableFuture.completedFuture(new CommandReply(code, 0, 0, "", 1, 1));
        }

        @Override
        public CompletableFuture<Rows> read(CommandEncoding query) {
            return cell.read(query);
        }
    }

    @Test
    void shouldAskAgainWhenTheCellHasHeardOfTheRecordMeanwhile() {
        CatalogCatchUp catchUp = new CatalogCatchUp(new MachineClient(grid.directory(), TIMEOUT_MILLIS));

        MachineAccess.CommandReply reply = catchUp.trySend(
                new MachineClient(new LateCell(), TIMEOUT_MILLIS), (buffer, offset, correlationId) -> 0);

        assertThat(reply.code()).isEqualTo(ReplyCode.OK);
        assertThat(sent).hasValue(2);
    }
}
