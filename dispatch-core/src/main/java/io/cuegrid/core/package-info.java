/** The state machines of a farm: plain single-threaded Java that decides by commands and changes only by events. */
@NullMarked
package io.cuegrid.core;

import org.jspecify.annotations.NullMarked;
