/** REST over HTTP in OpenCue's conventions: a stateless front that turns JSON posts into gRPC calls. */
@NullMarked
package io.cuegrid.gateway;

import org.jspecify.annotations.NullMarked;
