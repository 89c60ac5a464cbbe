package io.cuegrid.outline.demo.render;

/** A line of sight. @param direction of length 1 */
record Ray(Vector origin, Vector direction) {
    Vector at(double distance) {
        return origin.plus(direction.times(distance));
    }
}
