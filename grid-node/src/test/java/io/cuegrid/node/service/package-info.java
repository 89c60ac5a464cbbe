/** Tests of the services against real state machines in this process. */
@NullMarked
package io.cuegrid.node.service;

import org.jspecify.annotations.NullMarked;
