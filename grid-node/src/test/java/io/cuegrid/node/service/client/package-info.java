/** Tests of how services speak with state machines. */
@NullMarked
package io.cuegrid.node.service.client;

import org.jspecify.annotations.NullMarked;
