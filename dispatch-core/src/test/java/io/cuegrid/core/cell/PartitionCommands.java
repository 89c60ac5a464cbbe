package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.AddPartitionEncoder;
import io.cuegrid.core.sbe.DeletePartitionEncoder;
import io.cuegrid.core.sbe.SetPartitionEncoder;

/** What owners of hosts ask for their own work. */
final class PartitionCommands {
    private PartitionCommands() {}

    /** Of a whole job (layer and ordinal -1), a layer or a frame; each frame gets so many threads. */
    static Answer add(
            FarmFixture farm,
            String user,
            long host,
            long job,
            int layer,
            int ordinal,
            int threads,
            int cores,
            long memoryKib,
            int gpus) {
        return farm.send(b -> new AddPartitionEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .hostNumber(host)
                .jobNumber(job)
                .layerIndex(layer)
                .frameOrdinal(ordinal)
                .threads(threads)
                .maxCoreUnits(cores * 100)
                .maxMemoryKib(memoryKib)
                .maxGpus(gpus)
                .maxGpuMemoryKib((long) gpus << 23)
                .user(user)
                .encodedLength());
    }

    static Answer set(FarmFixture farm, long partition, int cores, long memoryKib, int gpus) {
        return farm.send(b -> new SetPartitionEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .partitionNumber(partition)
                .maxCoreUnits(cores * 100)
                .maxMemoryKib(memoryKib)
                .maxGpus(gpus)
                .maxGpuMemoryKib((long) gpus << 23)
                .encodedLength());
    }

    static Answer delete(FarmFixture farm, long partition) {
        return farm.send(b -> new DeletePartitionEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .partitionNumber(partition)
                .encodedLength());
    }
}
