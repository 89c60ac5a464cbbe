/** gRPC services as tables of plain functions, and the refusals that they give. */
@NullMarked
package io.cuegrid.node.service.rpc;

import org.jspecify.annotations.NullMarked;
