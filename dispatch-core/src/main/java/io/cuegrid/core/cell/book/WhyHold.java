package io.cuegrid.core.cell.book;

/**
 * One reason that holds a layer back.
 *
 * @param number of the limit, folder, allocation or job that it is about; 0: none
 * @param detail a sentence for people
 */
record WhyHold(WhyReason reason, long number, String detail) {}
