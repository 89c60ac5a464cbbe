/** What a frame is told: the tokens of its command and the variables of its environment. */
@NullMarked
package io.cuegrid.api.command;

import org.jspecify.annotations.NullMarked;
