/** Access tokens: who may talk to a grid, and the file that holds the secret they are signed with. */
@NullMarked
package io.cuegrid.api.token;

import org.jspecify.annotations.NullMarked;
