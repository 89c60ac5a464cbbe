package io.cuegrid.node.hostlink;

/**
 * Times of hosts.
 *
 * @param heartbeatMillis between two heartbeats of a host
 * @param leaseMillis a host that hears nothing for so long freezes its frames
 * @param hostLostMillis a host that says nothing for so long is lost; above the lease by a margin
 */
public record HostLinkSettings(long heartbeatMillis, long leaseMillis, long hostLostMillis) {}
