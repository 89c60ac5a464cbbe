/** One cell on one thread, fed with encoded commands: how fast the core decides. */
@NullMarked
package io.cuegrid.bench.core;

import org.jspecify.annotations.NullMarked;
