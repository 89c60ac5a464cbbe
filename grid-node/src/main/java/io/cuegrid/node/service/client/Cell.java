package io.cuegrid.node.service.client;

/**
 * A facility's cell.
 *
 * @param number as ids carry it
 * @param facility its name, lower case
 */
public record Cell(int number, String facility, MachineClient machine) {}
