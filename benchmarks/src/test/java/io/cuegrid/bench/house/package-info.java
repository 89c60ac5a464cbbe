/** The rules of the house as tests: what may depend on what, and how sources look. */
@NullMarked
package io.cuegrid.bench.house;

import org.jspecify.annotations.NullMarked;
