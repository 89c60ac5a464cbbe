/** Tests with the real HTTP server before a grid that is played by hand. */
@NullMarked
package io.cuegrid.gateway;

import org.jspecify.annotations.NullMarked;
