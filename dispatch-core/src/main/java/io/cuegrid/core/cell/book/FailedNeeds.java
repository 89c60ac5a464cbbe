package io.cuegrid.core.cell.book;

import java.util.Arrays;

/**
 * What was asked for in vain while a class of hosts was looked through: whatever is of the same kind and asks for as much
 * or more fits there neither. Whole-host requests, and all requests on hosts that give at least two cores, depend on
 * caps in other ways: of those only the very same layer counts as failed.
 *
 * <p>Threading: that of the cell.
 */
final class FailedNeeds {
    private int[] layers = new int[16];
    private int[] coreUnits = new int[16];
    private long[] memoryKib = new long[16];
    private int[] gpus = new int[16];
    private long[] gpuMemoryKib = new long[16];
    private boolean[] threadable = new boolean[16];
    private int count;
    private boolean layerByLayer;

    /** @param onlySameLayer the class gives at least two cores to threadable frames */
    void clear(boolean onlySameLayer) {
        count = 0;
        layerByLayer = onlySameLayer;
    }

    void add(int layer, int cores, long memory, int gpuCount, long gpuMemory, boolean isThreadable) {
        if (count == layers.length) {
            layers = Arrays.copyOf(layers, count * 2);
            coreUnits = Arrays.copyOf(coreUnits, count * 2);
            memoryKib = Arrays.copyOf(memoryKib, count * 2);
            gpus = Arrays.copyOf(gpus, count * 2);
            gpuMemoryKib = Arrays.copyOf(gpuMemoryKib, count * 2);
            threadable = Arrays.copyOf(threadable, count * 2);
        }
        layers[count] = layer;
        coreUnits[count] = cores;
        memoryKib[count] = memory;
        gpus[count] = gpuCount;
        gpuMemoryKib[count] = gpuMemory;
        threadable[count] = isThreadable;
        count++;
    }

    boolean covers(int layer, int cores, long memory, int gpuCount, long gpuMemory, boolean isThreadable) {
        for (int i = count - 1; i >= 0; i--) {
            boolean comparable = (layerByLayer || cores <= 0)
                    ? layer == layers[i]
                    : coreUnits[i] > 0 && threadable[i] == isThreadable && (gpus[i] > 0) == (gpuCount > 0);
            boolean asMuch = cores >= coreUnits[i]
                    && memory >= memoryKib[i]
                    && gpuCount >= gpus[i]
                    && gpuMemory >= gpuMemoryKib[i];
            if (comparable && asMuch) {
                return true;
            }
        }
        return false;
    }
}
