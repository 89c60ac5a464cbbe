package io.cuegrid.node.grid;

/**
 * Key of the map "cells".
 *
 * @param cellNumber 0 for the directory, else the number of the cell
 */
public record CellKey(int cellNumber) {}
