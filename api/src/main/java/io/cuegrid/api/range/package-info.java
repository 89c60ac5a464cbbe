/** Frame ranges: what the text of a range means, cut into chunks and written back, the same on every side. */
@NullMarked
package io.cuegrid.api.range;

import org.jspecify.annotations.NullMarked;
