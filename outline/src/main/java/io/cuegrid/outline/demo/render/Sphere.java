package io.cuegrid.outline.demo.render;

/** A ball of the scene. */
record Sphere(Vector centre, double radius, Material material) {

    /** @return distance along the ray to the nearest point beyond {@code nearest}, or infinity when it misses */
    double distance(Ray ray, double nearest) {
        Vector toCentre = centre.minus(ray.origin());
        double along = toCentre.dot(ray.direction());
        double discriminant = along * along - toCentre.dot(toCentre) + radius * radius;
        if (discriminant < 0) {
            return Double.POSITIVE_INFINITY;
        }
        double half = Math.sqrt(discriminant);
        if (along - half > nearest) {
            return along - half;
        }
        return along + half > nearest ? along + half : Double.POSITIVE_INFINITY;
    }
}
