package io.cuegrid.outline.demo.render;

import org.jspecify.annotations.Nullable;

/** Three numbers: a point, a direction, or a colour in linear light (red, green, blue). */
record Vector(double x, double y, double z) {
    static final Vector ZERO = new Vector(0, 0, 0);
    static final Vector ONE = new Vector(1, 1, 1);

    Vector plus(Vector other) {
        return new Vector(x + other.x, y + other.y, z + other.z);
    }

    Vector minus(Vector other) {
        return new Vector(x - other.x, y - other.y, z - other.z);
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    /** Each number by its counterpart: light through a filter, or off a surface. */
    Vector times(Vector other) {
        return new Vector(x * other.x, y * other.y, z * other.z);
    }

    double dot(Vector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vector cross(Vector other) {
        return new Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    Vector unit() {
        return times(1 / length());
    }

    /** This direction thrown back by a surface. @param normal of length 1 */
    Vector reflected(Vector normal) {
        return minus(normal.times(2 * dot(normal)));
    }

    /** This direction bent by a surface, or null when all light is thrown back. @param ratio of the refractive indices */
    @Nullable
    Vector refracted(Vector normal, double ratio) {
        double cosine = -dot(normal);
        double sineSquared = ratio * ratio * (1 - cosine * cosine);
        return sineSquared > 1 ? null : times(ratio).plus(normal.times(ratio * cosine - Math.sqrt(1 - sineSquared)));
    }

    Vector mixedWith(Vector other, double share) {
        return times(1 - share).plus(other.times(share));
    }
}
