package io.cuegrid.outline.backend;

/**
 * A job that was launched.
 *
 * @param id as the grid shows it; of a local job its name
 * @param name full name
 */
public record LaunchedJob(String id, String name) {}
