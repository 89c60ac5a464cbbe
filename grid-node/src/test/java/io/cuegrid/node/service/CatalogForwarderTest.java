package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.api.opencue.limit.LimitCreateRequest;
import io.cuegrid.api.opencue.limit.LimitDeleteRequest;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.recovery.CatalogForwarder;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cell that a new leader of the directory finds behind. */
class CatalogForwarderTest {
    private static final long TIMEOUT_MILLIS = 10_000;

    private final ServiceFarm farm = new ServiceFarm();
    private final MachineAccess directory = farm.grid().directory();
    private final MemoryMachine behind =
            new MemoryMachine(1, MemoryGrid.newCell(1, 10), farm.grid()::nowMillis, events -> {});

    @AfterEach
    void stop() {
        farm.close();
    }

    @Test
    void shouldBringEveryRecordToACellThatHasNone() {
        bring();

        assertThat(records(behind)).hasSizeGreaterThan(1).isEqualTo(records(directory));
    }

    @Test
    void shouldBringWhatWasMadeAndTakeWhatWasRemovedWhileACellWasAway() {
        limits().create(LimitCreateRequest.newBuilder()
                .setName("arnold_8")
                .setMaxValue(8)
                .build());
        bring();
        limits().delete(LimitDeleteRequest.newBuilder().setName("arnold_8").build());
        ShowInterfaceGrpc.newBlockingStub(farm.channel())
                .createShow(ShowCreateShowRequest.newBuilder().setName("later").build());

        bring();

        assertThat(records(behind)).isEqualTo(records(directory));
    }

    @Test
    void shouldTellTheVersionWhenWhatCameSinceHasGoneAgain() {
        bring();
        limits().create(LimitCreateRequest.newBuilder()
                .setName("arnold_8")
                .setMaxValue(8)
                .build());
        limits().delete(LimitDeleteRequest.newBuilder().setName("arnold_8").build());

        bring();

        assertThat(records(behind)).isEqualTo(records(directory));
    }

    private LimitInterfaceGrpc.LimitInterfaceBlockingStub limits() {
        return LimitInterfaceGrpc.newBlockingStub(farm.channel());
    }

    /** What a new leader of the directory does. */
    private void bring() {
        try (CatalogForwarder forwarder = new CatalogForwarder(() -> List.of(behind))) {
            forwarder.onLead(1, 0);
            forwarder.start(directory);
            await().until(() -> version(behind) == version(directory));
        }
    }

    private static long version(MachineAccess machine) {
        AtomicLong version = new AtomicLong();
        new MachineClient(machine, TIMEOUT_MILLIS).read(RowQuery.cell(), (buffer, offset, length) -> {
            version.set(new CellRowDecoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                    .directoryVersion());
            return false;
        });
        return version.get();
    }

    /** Versions of records, by kind and number. */
    private static Map<String, Long> records(MachineAccess machine) {
        Map<String, Long> records = new TreeMap<>();
        RecordCodec codec = new RecordCodec();
        new MachineClient(machine, TIMEOUT_MILLIS).read(RowQuery.records(RecordKind.NONE), (buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            CatalogRecord record = codec.decode(new UnsafeBuffer(bytes), 0);
            records.put(record.kind() + " " + record.number(), record.recordVersion());
            return true;
        });
        return records;
    }
}
