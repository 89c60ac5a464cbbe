/** Protobuf messages as JSON, the way OpenCue's gateway writes and reads them. */
@NullMarked
package io.cuegrid.gateway.json;

import org.jspecify.annotations.NullMarked;
