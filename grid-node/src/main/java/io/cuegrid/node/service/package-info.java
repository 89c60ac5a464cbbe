/** OpenCue's gRPC services over the state machines of the grid. */
@NullMarked
package io.cuegrid.node.service;

import org.jspecify.annotations.NullMarked;
