package io.cuegrid.node.recovery;

import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import java.nio.ByteOrder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an empty directory its first records. All of them go in one after the other into one ring, so that they are
 * decided in order; a directory that has any facility is left as it is.
 *
 * <p>Threading: none of its own.
 */
final class DirectorySeeder {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySeeder.class);
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int CORRELATION_OFFSET = 8;

    private final MachineAccess directory;
    private final List<String> facilities;

    DirectorySeeder(MachineAccess directory, List<String> facilities) {
        this.directory = directory;
        this.facilities = facilities;
    }

    /** @return whether the directory has its first records */
    boolean seedIfEmpty() {
        MachineClient client = new MachineClient(directory, TIMEOUT_MILLIS);
        boolean[] seeded = {false};
        client.read(RowQuery.records(RecordKind.SERVICE), (buffer, offset, length) -> {
            seeded[0] = true;
            return false;
        });
        if (seeded[0]) {
            return true;
        }
        List<byte[]> commands = Seed.commands(facilities);
        int refused = 0;
        for (byte[] command : commands) {
            CommandReply reply = client.trySend((buffer, offset, correlationId) -> {
                buffer.putBytes(offset, command);
                buffer.putLong(offset + CORRELATION_OFFSET, correlationId, ByteOrder.LITTLE_ENDIAN);
                return command.length;
            });
            // a seed that was broken off is finished by the next: what is there already is refused
            if (reply.code() != ReplyCode.OK && reply.code() != ReplyCode.ALREADY_EXISTS) {
                refused++;
                LOG.warn("a first record was refused: {} {}", reply.code(), reply.detail());
            }
        }
        LOG.info("the directory has its first {} records, facilities {}", commands.size() - refused, facilities);
        return refused == 0;
    }
}
