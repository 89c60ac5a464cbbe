package io.cuegrid.node.replication;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import java.io.IOException;

/** Who leads: a number that rises, and the leader's id, because two sides of a cut can choose the same number. */
record Epoch(long number, long leaderHigh, long leaderLow) {

    static Epoch of(Replica replica) {
        return new Epoch(replica.epochNumber(), replica.leaderHigh(), replica.leaderLow());
    }

    static Epoch of(BatchHeaderDecoder header) {
        return new Epoch(header.epochNumber(), header.leaderHigh(), header.leaderLow());
    }

    void write(ObjectDataOutput out) throws IOException {
        out.writeLong(number);
        out.writeLong(leaderHigh);
        out.writeLong(leaderLow);
    }

    static Epoch read(ObjectDataInput in) throws IOException {
        return new Epoch(in.readLong(), in.readLong(), in.readLong());
    }
}
