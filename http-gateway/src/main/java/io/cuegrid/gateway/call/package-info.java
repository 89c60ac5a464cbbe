/** From one HTTP request to one gRPC call and back: methods, deadlines, status codes, error bodies. */
@NullMarked
package io.cuegrid.gateway.call;

import org.jspecify.annotations.NullMarked;
