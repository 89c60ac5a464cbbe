package io.cuegrid.api.range;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The frames that a range text means, in the order in which a farm numbers them. One class for the parser of
 * submissions, the grid, the daemon and the tools, so that all agree. Order and duplicates are kept as typed; what
 * becomes work is {@link LayerFrames}, which drops duplicates.
 *
 * <p>Frames are held as arithmetic runs: {@code 1-1000000} costs as much as {@code 1}. The number of frames is checked
 * before any of them is expanded. Immutable.
 */
public final class FrameSet {
    /** The most frames that one range may mean; equals the most frames of a job. */
    public static final int MAX_FRAMES = 1_000_000;

    private final List<FrameRun> runs;
    /** Index in the set of the first frame of each run. */
    private final int[] offsets;

    private final int size;
    /** No frame is there twice; false: not known. */
    private final boolean distinct;

    private FrameSet(List<FrameRun> runs, boolean distinct) {
        this.runs = runs;
        this.distinct = distinct;
        this.offsets = new int[runs.size()];
        int count = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = count;
            count += runs.get(i).count();
        }
        this.size = count;
    }

    /**
     * Reads a range of at most {@link #MAX_FRAMES} frames, duplicates counted.
     *
     * @throws FrameRangeException naming the position of what is wrong
     */
    public static FrameSet parse(String text) {
        FrameRangeScanner scanner = new FrameRangeScanner(text);
        FrameRunBuilder frames = new FrameRunBuilder();
        long count = 0;
        boolean single = true;
        while (true) {
            int start = scanner.position();
            FrameRange range = scanner.term();
            count += range.count();
            if (count > MAX_FRAMES) {
                throw scanner.problemAt(
                        start, "with this term it has " + count + " frames, the maximum is " + MAX_FRAMES);
            }
            range.expand(frames);
            if (scanner.atEnd()) {
                return new FrameSet(frames.build(), single);
            }
            single = false;
            scanner.comma();
        }
    }

    /** The frames given, in order; may be none. */
    public static FrameSet of(int... frames) {
        FrameRunBuilder builder = new FrameRunBuilder();
        for (int frame : frames) {
            builder.add(frame);
        }
        return new FrameSet(builder.build(), false);
    }

    /** The same frames from runs, as they travel on the wire. */
    public static FrameSet ofRuns(List<FrameRun> runs) {
        FrameRunBuilder builder = new FrameRunBuilder();
        runs.forEach(builder::add);
        return new FrameSet(builder.build(), false);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The frame at an index from 0. */
    public int get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " is not in range 0-" + (size - 1));
        }
        int run = runOf(index);
        return runs.get(run).get(index - offsets[run]);
    }

    /** The index of the first occurrence of a frame, or -1. */
    public int index(int frame) {
        for (int i = 0; i < offsets.length; i++) {
            int index = runs.get(i).index(frame);
            if (index >= 0) {
                return offsets[i] + index;
            }
        }
        return -1;
    }

    public boolean contains(int frame) {
        return index(frame) >= 0;
    }

    public void forEach(IntConsumer action) {
        for (FrameRun run : runs) {
            for (int i = 0; i < run.count(); i++) {
                action.accept(run.get(i));
            }
        }
    }

    public IntStream stream() {
        return runs.stream().flatMapToInt(run -> IntStream.range(0, run.count()).map(run::get));
    }

    public int[] toArray() {
        int[] frames = new int[size];
        int[] at = {0};
        forEach(frame -> frames[at[0]++] = frame);
        return frames;
    }

    /** The frames as arithmetic runs, in order. */
    public List<FrameRun> runs() {
        return runs;
    }

    /** Each frame at its first place only. */
    public FrameSet distinct() {
        if (distinct || !mayHoldDuplicates()) {
            return this;
        }
        FrameNumbers seen = new FrameNumbers(size);
        return filter(seen::add, true);
    }

    /** Sorted, each frame once. */
    public FrameSet normalize() {
        int[] frames = toArray();
        Arrays.sort(frames);
        return of(frames).distinct();
    }

    /** The frames of this set that the other holds as well, in this set's order, each once. */
    public FrameSet intersect(FrameSet other) {
        FrameNumbers wanted = new FrameNumbers(other.size);
        other.forEach(wanted::add);
        return distinct().filter(wanted::contains, true);
    }

    /**
     * The text of a chunk: the frames from an index on, written as short ranges.
     *
     * @param start index of the first frame of the chunk
     * @param count frames of the chunk; fewer at the end of the set
     */
    public String chunkText(int start, int count) {
        if (start < 0 || start >= size) {
            throw new IndexOutOfBoundsException("startFrameIndex " + start + " is not in range 0-" + (size - 1));
        }
        if (count < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 frame, not " + count);
        }
        return slice(start, (int) Math.min(size, (long) start + count)).toString();
    }

    /** The frames from one index to before another. */
    public FrameSet slice(int from, int to) {
        FrameRunBuilder builder = new FrameRunBuilder();
        int at = from;
        while (at < to) {
            int runIndex = runOf(at);
            FrameRun run = runs.get(runIndex);
            int skipped = at - offsets[runIndex];
            int count = Math.min(run.count() - skipped, to - at);
            builder.add(new FrameRun(run.get(skipped), run.step(), count));
            at += count;
        }
        return new FrameSet(builder.build(), distinct);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameSet that && size == that.size && Arrays.equals(toArray(), that.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toArray());
    }

    /** A short text that parses to the same frames; empty for no frames. */
    @Override
    public String toString() {
        return RangeWriter.write(this);
    }

    private FrameSet filter(IntPredicate wanted, boolean leavesDistinct) {
        FrameRunBuilder builder = new FrameRunBuilder();
        forEach(frame -> {
            if (wanted.test(frame)) {
                builder.add(frame);
            }
        });
        return new FrameSet(builder.build(), leavesDistinct);
    }

    private int runOf(int index) {
        int found = Arrays.binarySearch(offsets, index);
        return found >= 0 ? found : -found - 2;
    }

    /** False when the spans of the runs rise or fall without touching: the usual case, decided without expanding. */
    private boolean mayHoldDuplicates() {
        boolean rising = true;
        boolean falling = true;
        for (int i = 1; i < offsets.length; i++) {
            FrameRun before = runs.get(i - 1);
            FrameRun run = runs.get(i);
            int low = Math.min(run.first(), run.last());
            int high = Math.max(run.first(), run.last());
            rising &= low > Math.max(before.first(), before.last());
            falling &= high < Math.min(before.first(), before.last());
        }
        return !rising && !falling;
    }
}
