/** The node's gRPC server: who may call what, on which threads, and what is said while it starts. */
@NullMarked
package io.cuegrid.node.server;

import org.jspecify.annotations.NullMarked;
