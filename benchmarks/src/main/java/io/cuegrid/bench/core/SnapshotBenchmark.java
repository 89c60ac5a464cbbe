package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workloads;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The whole state of the full Maestro farm: copied out as a snapshot, copied out while it goes on, hashed. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SnapshotBenchmark extends CoreBenchmark {
    private static final double COMPRESS = 0.27;
    /** Pages between two batches; about what a node gives. */
    private static final int PAGES = 16;

    private static final int LIFECYCLES_BETWEEN = 64;

    private final Sum copy = new Sum();
    private FullFarm farm;

    @Setup
    public void fill() {
        farm = new FullFarm(Workloads.maestro(COMPRESS, false));
    }

    /** At once, as when a replica moves. */
    @Benchmark
    public long snapshot() {
        farm.driver().machine().snapshot(copy);
        return copy.bytes + copy.sum;
    }

    /** In slices with batches of 64 lifecycles between them; the batches are inside. */
    @Benchmark
    public long captureBesideLifecycles() {
        SnapshotCapture capture = farm.driver().machine().capture();
        while (!capture.step(PAGES, copy)) {
            farm.cycle(LIFECYCLES_BETWEEN);
        }
        return copy.bytes + copy.sum;
    }

    @Benchmark
    public long digest() {
        return farm.driver().machine().digest();
    }

    /** Copies all of it to one place, as a serialiser would; keeps the last only. */
    private static final class Sum implements SnapshotWriter {
        private byte[] byteCopy = new byte[1 << 16];
        private int[] intCopy = new int[1 << 14];
        private long[] longCopy = new long[1 << 13];
        private long bytes;
        private long sum;

        @Override
        public void putByte(byte value) {
            bytes++;
            sum += value;
        }

        @Override
        public void putInt(int value) {
            bytes += Integer.BYTES;
            sum += value;
        }

        @Override
        public void putLong(long value) {
            bytes += Long.BYTES;
            sum += value;
        }

        @Override
        public void putBytes(byte[] values, int offset, int length) {
            byteCopy = byteCopy.length < length ? new byte[length] : byteCopy;
            System.arraycopy(values, offset, byteCopy, 0, length);
            bytes += length;
        }

        @Override
        public void putInts(int[] values, int offset, int length) {
            intCopy = intCopy.length < length ? new int[length] : intCopy;
            System.arraycopy(values, offset, intCopy, 0, length);
            bytes += (long) length * Integer.BYTES;
        }

        @Override
        public void putLongs(long[] values, int offset, int length) {
            longCopy = longCopy.length < length ? new long[length] : longCopy;
            System.arraycopy(values, offset, longCopy, 0, length);
            bytes += (long) length * Long.BYTES;
        }
    }
}
