package io.cuegrid.host;

/**
 * What the machine has left, as last measured. Memory and disk in KiB.
 *
 * @param freeTempKib on the temporary folder's file system
 * @param loadHundredths one-minute load average x 100
 * @param littleDisk less disk than the daemon needs to take an order: temporary folder or the daemon's own
 */
record Vitals(long freeMemoryKib, long freeSwapKib, long freeTempKib, int loadHundredths, boolean littleDisk) {}
