package io.cuegrid.gateway.health;

/** Who knows how a node or a grid is. Called on request threads, several at a time; answers within a second or two. */
@FunctionalInterface
public interface HealthSource {
    Health health();
}
