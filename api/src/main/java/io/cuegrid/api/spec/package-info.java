/**
 * Job specifications: the rules that hold for every submission, and OpenCue's XML. Whatever a job was written in, it
 * becomes one {@code SpecDocument} here, or a list of everything that is wrong with it.
 */
@NullMarked
package io.cuegrid.api.spec;

import org.jspecify.annotations.NullMarked;
