package io.cuegrid.core.cell.book;

/**
 * One reason that holds a layer back.
 *
 * @param number of the limit, folder, allocation, show, job or host that it is about; of a start time: its epoch millis; 0: none
 * @param detail a sentence for people
 */
record WhyHold(WhyReason reason, long number, String detail) {}
