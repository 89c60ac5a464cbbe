package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * What a layer gets that does not say: the defaults of an application, farm-wide or (an override) of one show.
 *
 * @param showNumber 0 farm-wide, else the show of the override
 * @param minCoreUnits 0 or less: all cores of a host but so many
 * @param maxCoreUnits 0 none
 * @param timeoutMinutes 0 none
 * @param timeoutLluMinutes without a line in the log; 0 none
 * @param memoryIncreaseKib added when a frame fails for memory
 * @param selfish one frame a host
 * @param tags of hosts that may run it
 */
public record Service(
        long number,
        long recordVersion,
        long showNumber,
        boolean threadable,
        int minCoreUnits,
        int maxCoreUnits,
        long memoryKib,
        long gpuMemoryKib,
        int minGpus,
        int maxGpus,
        int timeoutMinutes,
        int timeoutLluMinutes,
        long memoryIncreaseKib,
        boolean selfish,
        String name,
        String tags)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return showNumber == 0 ? RecordKind.SERVICE : RecordKind.SERVICE_OVERRIDE;
    }

    @Override
    public Service stamped(long newNumber, long newVersion) {
        return new Service(
                newNumber,
                newVersion,
                showNumber,
                threadable,
                minCoreUnits,
                maxCoreUnits,
                memoryKib,
                gpuMemoryKib,
                minGpus,
                maxGpus,
                timeoutMinutes,
                timeoutLluMinutes,
                memoryIncreaseKib,
                selfish,
                name,
                tags);
    }
}
