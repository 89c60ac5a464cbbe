package io.cuegrid.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/** Main of {@code benchmarks.jar}: JMH with the gc profiler, unless other profilers are named. */
public final class JmhMain {
    private static final String PROFILER = "-prof";

    private JmhMain() {}

    public static void main(String[] arguments) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!all.contains(PROFILER)) {
            all.addAll(List.of(PROFILER, "gc"));
        }
        Main.main(all.toArray(new String[0]));
    }
}
