/** Finished work as callers see it: the history service of gRPC, and its part of a node. */
@NullMarked
package io.cuegrid.node.history;

import org.jspecify.annotations.NullMarked;
