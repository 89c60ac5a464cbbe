package io.cuegrid.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Layers and jobs as OpenCue's Maestro farm simulator draws them: seven kinds of layer by weight, 2 to 10 layers of 48
 * to 96 frames a job, trees of jobs that wait for their parent.
 */
final class MaestroDraw {
    private static final int[] CORES = {1, 2, 4, 8, 16, 32, 64};
    private static final double[] WEIGHTS = {22.89, 25.54, 34.22, 14.55, 1.88, 0.28, 0.03};
    private static final double[] MEMORY_GIB = {0.52, 1.38, 6.44, 27.27, 63.85, 109.0, 233.12};
    private static final double[] MINUTES = {2.31, 4.70, 11.38, 30.14, 52.43, 47.98, 40.26};
    private static final double RSS_SIGMA = 0.5;
    private static final double RESERVED_GIB_PER_CORE = 4;
    private static final double MIN_RESERVED_GIB = 0.25;
    private static final double MAX_RESERVED_GIB = 480;
    private static final double LIMITED_SHARE = 0.1;
    private static final int MIN_LAYERS = 2;
    private static final int MAX_LAYERS = 10;
    private static final int MIN_FRAMES = 48;
    private static final int MAX_FRAMES = 96;
    private static final int MAX_EXTRA_CHILDREN = 3;

    private final double compress;
    private final boolean capped;
    private final int[] showPriorities;
    private final int treeDepth;
    private final int folders;
    private final LayerTags tags;

    /**
     * @param compress seconds of run time for each minute of the table
     * @param capped whether a frame may not grow beyond the cores it asked for
     * @param treeDepth 1: jobs that wait for nobody; 3: the simulator's default
     * @param tags which hosts a layer asks for
     */
    MaestroDraw(double compress, boolean capped, int[] showPriorities, int treeDepth, int folders, LayerTags tags) {
        this.compress = compress;
        this.capped = capped;
        this.showPriorities = showPriorities.clone();
        this.treeDepth = treeDepth;
        this.folders = folders;
        this.tags = tags;
    }

    /** Draws the tags of a layer. */
    @FunctionalInterface
    interface LayerTags {
        String draw(SplittableRandom random, int coreUnits, long memoryKib);
    }

    /** A tree of jobs; the seed is its index, the show goes round. */
    List<JobSpec> launch(int index) {
        SplittableRandom random = new SplittableRandom(index);
        List<JobSpec> jobs = new ArrayList<>();
        addTree(jobs, random, index, -1, 1);
        return jobs;
    }

    private void addTree(List<JobSpec> jobs, SplittableRandom random, int launch, int parent, int depth) {
        int self = jobs.size();
        int show = launch % showPriorities.length;
        String name = "sh00" + show + "-bench_" + launch + "_" + self;
        jobs.add(new JobSpec(
                name, show, random.nextInt(Math.max(1, folders)), showPriorities[show], parent, layers(random)));
        if (depth < treeDepth) {
            int children = 1 + random.nextInt(MAX_EXTRA_CHILDREN + 1);
            for (int i = 0; i < children; i++) {
                // the first child goes on to the full depth, the others end here
                addTree(jobs, random, launch, self, i == 0 ? depth + 1 : treeDepth);
            }
        }
    }

    private List<LayerSpec> layers(SplittableRandom random) {
        int count = random.nextInt(MIN_LAYERS, MAX_LAYERS + 1);
        List<LayerSpec> layers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = kind(random);
            double reserved =
                    Math.min(MAX_RESERVED_GIB, Math.max(MIN_RESERVED_GIB, RESERVED_GIB_PER_CORE * CORES[kind]));
            double rss = MEMORY_GIB[kind] * Math.exp(RSS_SIGMA * random.nextGaussian() - RSS_SIGMA * RSS_SIGMA / 2);
            layers.add(new LayerSpec(
                    "layer" + i,
                    random.nextInt(MIN_FRAMES, MAX_FRAMES + 1),
                    CORES[kind] * HostSpec.CORE_UNITS,
                    capped ? CORES[kind] * HostSpec.CORE_UNITS : 0,
                    true,
                    (long) (reserved * HostSpec.GIB_IN_KIB),
                    (long) (Math.min(rss, reserved) * HostSpec.GIB_IN_KIB),
                    runMillis(CORES[kind] * HostSpec.CORE_UNITS, compress),
                    random.nextDouble() < LIMITED_SHARE,
                    tags.draw(random, CORES[kind] * HostSpec.CORE_UNITS, (long) (reserved * HostSpec.GIB_IN_KIB))));
        }
        return layers;
    }

    private static int kind(SplittableRandom random) {
        double sum = 0;
        for (double weight : WEIGHTS) {
            sum += weight;
        }
        double drawn = random.nextDouble() * sum;
        int kind = 0;
        while (kind < WEIGHTS.length - 1 && drawn >= WEIGHTS[kind]) {
            drawn -= WEIGHTS[kind];
            kind++;
        }
        return kind;
    }

    /** How long a frame runs on so many cores: the time of the nearest kind. */
    static long runMillis(int coreUnits, double compress) {
        int nearest = 0;
        for (int i = 1; i < CORES.length; i++) {
            if (Math.abs(CORES[i] * HostSpec.CORE_UNITS - coreUnits)
                    < Math.abs(CORES[nearest] * HostSpec.CORE_UNITS - coreUnits)) {
                nearest = i;
            }
        }
        return Math.max(1, Math.round(MINUTES[nearest] * compress * 1000));
    }
}
