package io.cuegrid.outline.demo.render;

/** Where the scene is seen from. @param scale half of the picture's height at distance 1 */
record Camera(Vector position, Vector forward, Vector right, Vector up, double scale) {

    /** The camera swings to and fro once in a loop. */
    static Camera at(double phase) {
        double angle = -Math.PI / 2 + 0.35 * Math.sin(2 * Math.PI * phase);
        Vector position = new Vector(6.4 * Math.cos(angle), 2.35, 6.4 * Math.sin(angle));
        Vector forward = new Vector(0, 0.72, 0).minus(position).unit();
        Vector right = new Vector(0, 1, 0).cross(forward).unit();
        return new Camera(position, forward, right, forward.cross(right), 0.39);
    }

    /** @param across from -1 to 1, times the picture's width over its height @param upwards from -1 to 1 */
    Ray ray(double across, double upwards) {
        Vector direction = forward.plus(right.times(across * scale)).plus(up.times(upwards * scale));
        return new Ray(position, direction.unit());
    }
}
