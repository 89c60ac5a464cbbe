/** Job documents as they are kept with a job in its cell. */
@NullMarked
package io.cuegrid.node.document;

import org.jspecify.annotations.NullMarked;
