package io.cuegrid.core.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A job to be launched, with defaults that suit tests: one core, one GiB, no cap, three retries. */
final class JobSpec {
    final String name;
    long show;
    long folder;
    int priority = 1;
    int maxRetries = 3;
    int maxCoreUnits = -1;
    int maxGpus = -1;
    boolean paused;
    boolean autoEat;
    int postJobOf = -1;
    String os = "";
    byte[] document = new byte[] {1, 2, 3};
    final List<LayerSpec> layers = new ArrayList<>();

    JobSpec(String name) {
        this.name = name;
    }

    JobSpec show(long number, long root) {
        show = number;
        folder = root;
        return this;
    }

    JobSpec folder(long number) {
        folder = number;
        return this;
    }

    JobSpec priority(int value) {
        priority = value;
        return this;
    }

    JobSpec maxRetries(int value) {
        maxRetries = value;
        return this;
    }

    JobSpec maxCores(int cores) {
        maxCoreUnits = cores * 100;
        return this;
    }

    JobSpec maxGpus(int value) {
        maxGpus = value;
        return this;
    }

    JobSpec paused() {
        paused = true;
        return this;
    }

    JobSpec autoEat() {
        autoEat = true;
        return this;
    }

    JobSpec postOf(int index) {
        postJobOf = index;
        return this;
    }

    JobSpec os(String value) {
        os = value;
        return this;
    }

    JobSpec document(byte[] bytes) {
        document = bytes;
        return this;
    }

    /** A layer of frames 1 to count. */
    JobSpec layer(String layerName, int count) {
        return layer(layerName, count, layer -> layer);
    }

    JobSpec layer(String layerName, int count, UnaryOperator<LayerSpec> more) {
        layers.add(more.apply(new LayerSpec(layerName, count)));
        return this;
    }

    static final class LayerSpec {
        final String name;
        int minCoreUnits = 100;
        int maxCoreUnits;
        long memoryKib = 1 << 20;
        int gpus;
        long gpuMemoryKib;
        int chunk = 1;
        int timeoutMinutes;
        boolean threadable;
        boolean selfish;
        long memoryIncreaseKib;
        boolean memoryGiven = true;
        String tags = "general";
        final List<int[]> runs = new ArrayList<>();
        final List<Long> limits = new ArrayList<>();

        LayerSpec(String name, int count) {
            this.name = name;
            runs.add(new int[] {1, 1, count});
        }

        LayerSpec frames(int first, int step, int count) {
            runs.clear();
            return alsoFrames(first, step, count);
        }

        LayerSpec alsoFrames(int first, int step, int count) {
            runs.add(new int[] {first, step, count});
            return this;
        }

        LayerSpec coreUnits(int value) {
            minCoreUnits = value;
            return this;
        }

        LayerSpec maxCoreUnits(int value) {
            maxCoreUnits = value;
            return this;
        }

        LayerSpec memoryGib(int value) {
            memoryKib = (long) value << 20;
            return this;
        }

        /** The memory is a default that nobody gave by hand. */
        LayerSpec memoryByDefault() {
            memoryGiven = false;
            return this;
        }

        LayerSpec memoryIncreaseGib(int value) {
            memoryIncreaseKib = (long) value << 20;
            return this;
        }

        LayerSpec gpus(int value) {
            gpus = value;
            return this;
        }

        LayerSpec chunk(int value) {
            chunk = value;
            return this;
        }

        LayerSpec timeoutMinutes(int value) {
            timeoutMinutes = value;
            return this;
        }

        LayerSpec threadable() {
            threadable = true;
            return this;
        }

        LayerSpec selfish() {
            selfish = true;
            return this;
        }

        LayerSpec tags(String value) {
            tags = value;
            return this;
        }

        LayerSpec limit(long number) {
            limits.add(number);
            return this;
        }
    }
}
