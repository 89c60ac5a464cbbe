package io.cuegrid.node.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import java.io.IOException;

/** Keys of the map "cells": one int. */
final class CellKeySerializer implements StreamSerializer<CellKey> {

    @Override
    public int getTypeId() {
        return SerialIds.TYPE_CELL_KEY;
    }

    @Override
    public void write(ObjectDataOutput out, CellKey key) throws IOException {
        out.writeInt(key.cellNumber());
    }

    @Override
    public CellKey read(ObjectDataInput in) throws IOException {
        return new CellKey(in.readInt());
    }
}
