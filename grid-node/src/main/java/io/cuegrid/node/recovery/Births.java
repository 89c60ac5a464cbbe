package io.cuegrid.node.recovery;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.CellCreatedEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * With what this grid's machines begin: the directory with nothing, once the incarnation is drawn; a cell with the
 * facility that the directory gave it.
 *
 * <p>Threading: {@link #facility} from the watch of facilities, {@link #firstEvents} from the recovery.
 */
public final class Births implements CellBirth {
    private static final int EVENT_BYTES = 256;

    private final GridIdentity identity;
    private final CellLimits limits;
    private final EpochClock clock;
    private final Map<Integer, Long> facilities = new ConcurrentHashMap<>();

    public Births(GridIdentity identity, CellLimits limits, EpochClock clock) {
        this.identity = identity;
        this.limits = limits;
        this.clock = clock;
    }

    /** The directory says that a facility has this cell. */
    public void facility(int cellNumber, long facilityNumber) {
        facilities.put(cellNumber, facilityNumber);
    }

    @Override
    public @Nullable MessageListWriter firstEvents(int cellNumber) throws IOException {
        MessageListWriter events = new MessageListWriter(EVENT_BYTES);
        if (cellNumber == 0) {
            identity.drawIfNone();
            return events;
        }
        @Nullable Long facilityNumber = facilities.get(cellNumber);
        if (facilityNumber == null || !identity.settle()) {
            return null;
        }
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(EVENT_BYTES);
        CellCreatedEncoder event = new CellCreatedEncoder();
        event.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .facilityNumber(facilityNumber)
                .cell(cellNumber)
                .incarnation(identity.incarnation())
                .timeMillis(clock.time())
                .workMode(limits.workMode())
                .maxHosts(limits.maxHosts())
                .maxJobs(limits.maxJobs())
                .maxFrames(limits.maxFrames())
                .maxRetainedFrames(limits.maxRetainedFrames())
                .maxDocumentBytes(limits.maxDocumentBytes());
        events.append(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        return events;
    }
}
