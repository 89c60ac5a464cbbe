package io.cuegrid.host.frame;

/**
 * Memory and processor time of one run's processes together, and the largest values so far. KiB and milliseconds.
 *
 * @param cpuMillis user and system time, with that of ended children that were waited for; never falls
 */
public record Usage(long rssKib, long maxRssKib, long pssKib, long maxPssKib, long swapKib, long cpuMillis) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    /** @param newPssKib -1: not measured this time */
    Usage next(long newRssKib, long newPssKib, long newSwapKib, long newCpuMillis) {
        long pss = newPssKib < 0 ? pssKib : newPssKib;
        return new Usage(
                newRssKib,
                Math.max(maxRssKib, newRssKib),
                pss,
                Math.max(maxPssKib, pss),
                newSwapKib,
                Math.max(cpuMillis, newCpuMillis));
    }

    /** Lines for the log's footer; read again by a daemon that was started again. */
    String footer() {
        return String.format("%-20s%d KiB%n%-20s%d KiB%n", "maxrss", maxRssKib, "maxpss", maxPssKib);
    }

    static Usage ofFooter(String lines) {
        long maxRss = 0;
        long maxPss = 0;
        for (String line : lines.split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && words[1].matches("[0-9]{1,15}")) {
                long value = Long.parseLong(words[1]);
                if (words[0].equals("maxrss")) {
                    maxRss = value;
                } else if (words[0].equals("maxpss")) {
                    maxPss = value;
                }
            }
        }
        return new Usage(0, maxRss, 0, maxPss, 0, 0);
    }
}
