/** What the services answer, a few related methods a class. */
@NullMarked
package io.cuegrid.node.service.servant;

import org.jspecify.annotations.NullMarked;
