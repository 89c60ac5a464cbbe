/** Tests of the JSON rules on messages of the real protocol. */
@NullMarked
package io.cuegrid.gateway.json;

import org.jspecify.annotations.NullMarked;
