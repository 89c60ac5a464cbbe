/** HostLink on the grid's side: streams of host daemons, their orders, their liveness. */
@NullMarked
package io.cuegrid.node.hostlink;

import org.jspecify.annotations.NullMarked;
