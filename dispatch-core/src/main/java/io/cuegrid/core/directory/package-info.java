/** The directory: farm-wide configuration as a state machine of records, and the codec of those records. */
@NullMarked
package io.cuegrid.core.directory;

import org.jspecify.annotations.NullMarked;
