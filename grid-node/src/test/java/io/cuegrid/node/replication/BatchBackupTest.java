package io.cuegrid.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Generic;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import io.cuegrid.node.testing.MemoryStore;
import io.cuegrid.persistence.journal.SegmentStart;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backup takes and what it throws: returning normally is the acknowledgement. */
class BatchBackupTest {
    private static final long LEADER = 7;
    private static final long OTHER_LEADER = 8;

    private final Replica owner = new Replica(new Directory());
    private final MemoryStore store = new MemoryStore();
    private final LocalCells cells = new LocalCells(cell -> store, 1);
    private final Replica copy = new Replica(new Directory());
    private final Map.Entry<CellKey, HostedReplica> entry = entry(new HostedReplica(0, copy, SegmentStart.CREATED));

    @SuppressWarnings("NullAway") // Hazelcast's entries hold null where there is nothing
    private static Map.Entry<CellKey, HostedReplica> entry(@Nullable HostedReplica hosted) {
        return new AbstractMap.SimpleEntry<>(new CellKey(0), hosted);
    }

    @BeforeEach
    void lead() {
        owner.lead(LEADER, LEADER);
        copy.follow(owner.epochNumber(), LEADER, LEADER);
    }

    /** A batch that the owner decides, as the backup gets it. */
    private BatchBackup decided(String department) {
        BatchWork work = new BatchWork();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        Generic record = new Generic(0, 0, RecordKind.DEPARTMENT, 0, department, new byte[0]);
        work.commands().append(buffer, 0, Seed.putCommand(new RecordCodec(), record, buffer, 0, 0));
        work.position(
                owner.epochNumber(), owner.leaderHigh(), owner.leaderLow(), owner.sequence() + 1, 1, owner.sequence());
        owner.decide(
                work.position(),
                work.commands().buffer(),
                0,
                work.commands().length(),
                1,
                work.events(),
                work.replies());
        work.decided(owner.timeMillis());
        work.digest(owner.digest());
        return arrived(BatchBackup.of(work));
    }

    /** As it is after the network: of the member that runs it. */
    private BatchBackup arrived(BatchBackup sent) {
        SerializationService serialization = new DefaultSerializationServiceBuilder()
                .addDataSerializableFactory(SerialIds.FACTORY, new ProcessorFactory(cells))
                .build();
        return Objects.requireNonNull(serialization.<BatchBackup>toObject(serialization.toData(sent)));
    }

    @Test
    void shouldTakeBatchesInOrderAndEndEqualToTheOwner() {
        for (int i = 0; i < 20; i++) {
            decided("department" + i).run(entry);
        }
        assertThat(copy.digest()).isEqualTo(owner.digest());
        assertThat(store.sequences()).hasSize(20);
    }

    @Test
    void shouldAcceptARepeatWithoutApplyingItAgain() {
        BatchBackup batch = decided("one");
        batch.run(entry);
        long digest = copy.digest();
        assertThatCode(() -> batch.run(entry)).doesNotThrowAnyException();
        assertThat(copy.digest()).isEqualTo(digest);
        assertThat(store.sequences()).containsExactly(1L);
    }

    @Test
    void shouldThrowOnAGapAndChangeNothing() {
        decided("one").run(entry);
        decided("never arrives");
        BatchBackup third = decided("three");
        long digest = copy.digest();
        assertThatThrownBy(() -> third.run(entry))
                .isInstanceOf(NotInSyncException.class)
                .hasMessageContaining("GAP");
        assertThat(copy.digest()).isEqualTo(digest);
        assertThat(copy.poisonReason()).isNull();
    }

    @Test
    void shouldThrowOnAForeignEpoch() {
        decided("one").run(entry);
        copy.follow(2, OTHER_LEADER, OTHER_LEADER);
        BatchBackup old = decided("two");
        assertThatThrownBy(() -> old.run(entry))
                .isInstanceOf(NotInSyncException.class)
                .hasMessageContaining("OLD_EPOCH");
        assertThat(copy.sequence()).isEqualTo(1);
    }

    @Test
    void shouldThrowWhereNoCopyHasArrivedAndNeverMakeOne() {
        Map.Entry<CellKey, HostedReplica> empty = entry(null);
        BatchBackup batch = decided("one");
        assertThatThrownBy(() -> batch.run(empty))
                .isInstanceOf(NotInSyncException.class)
                .hasMessageContaining("no copy");
        assertThat(empty.getValue()).isNull();
    }

    @Test
    void shouldStopTheCopyThatDiffersFromItsOwner() {
        decided("one").run(entry);
        BatchBackup second = decided("two");
        copyDrifts();
        assertThatThrownBy(() -> second.run(entry)).hasMessageContaining("differs from its owner's");
        assertThat(copy.poisonReason()).contains("digests");
        BatchBackup third = decided("three");
        assertThatThrownBy(() -> third.run(entry)).hasMessageContaining("POISONED");
    }

    /** Changes that no batch made: one more record than the next batch can put in its place. */
    private void copyDrifts() {
        for (String name : new String[] {"drifted", "further"}) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            Generic record = new Generic(0, 0, RecordKind.DEPARTMENT, 0, name, new byte[0]);
            int length = Seed.putCommand(new RecordCodec(), record, buffer, 0, 0);
            copy.machine().execute(buffer, 0, length, 1, new DecisionSink() {
                @Override
                public void onEvent(DirectBuffer event, int offset, int size) {}

                @Override
                public void onReply(DirectBuffer reply, int offset, int size) {}
            });
        }
    }
}
