/** Figures for people and for programs, and what they were measured on. */
@NullMarked
package io.cuegrid.bench.report;

import org.jspecify.annotations.NullMarked;
