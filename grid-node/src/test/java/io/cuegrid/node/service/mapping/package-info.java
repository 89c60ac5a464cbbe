/** Tests of how rows become messages. */
@NullMarked
package io.cuegrid.node.service.mapping;

import org.jspecify.annotations.NullMarked;
