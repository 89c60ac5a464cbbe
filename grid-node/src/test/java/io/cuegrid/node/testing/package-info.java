/** Real members, loops and fake daemons for the tests of this module. */
@NullMarked
package io.cuegrid.node.testing;

import org.jspecify.annotations.NullMarked;
