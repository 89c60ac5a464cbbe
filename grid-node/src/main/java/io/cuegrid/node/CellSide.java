package io.cuegrid.node;

import io.cuegrid.node.dispatch.DispatchLoop;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.link.RoutedMachine;

/**
 * One machine (the directory or a cell) on this node: its loop and the ways to it.
 *
 * @param local through the loop, while this node leads
 * @param routed wherever it is led
 */
record CellSide(DispatchLoop loop, LocalMachine local, RoutedMachine routed) {}
