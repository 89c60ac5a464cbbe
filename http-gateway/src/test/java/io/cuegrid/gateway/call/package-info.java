/** Tests of what a call is made of. */
@NullMarked
package io.cuegrid.gateway.call;

import org.jspecify.annotations.NullMarked;
