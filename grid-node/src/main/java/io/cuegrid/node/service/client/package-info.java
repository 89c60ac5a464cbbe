/** The state machines as a service uses them: queries row by row, commands with their refusals as gRPC statuses. */
@NullMarked
package io.cuegrid.node.service.client;

import org.jspecify.annotations.NullMarked;
