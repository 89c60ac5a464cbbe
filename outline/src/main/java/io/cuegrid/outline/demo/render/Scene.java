package io.cuegrid.outline.demo.render;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is rendered: balls on a tiled floor under an evening sky. The scene is a function of a phase from 0 to 1 and the same
 * at both ends, so that the animated picture loops without a jump.
 */
final class Scene {
    /** A ray that starts on a surface does not meet that surface again. */
    static final double NEAREST = 1e-4;

    static final Vector SUN_DIRECTION = new Vector(-0.75, 0.40, -0.25).unit();
    static final Vector SUN_LIGHT = new Vector(4.6, 3.3, 2.0);
    /** Radius of the sun's disc as seen from the floor, in radians: what makes shadows soft. */
    static final double SUN_RADIUS = 0.055;

    private static final int RING_COUNT = 12;
    private static final double RING_RADIUS = 2.55;
    private static final Material TILE_LIGHT = Material.glossy(0.46, 0.44, 0.42);
    private static final Material TILE_DARK = Material.glossy(0.07, 0.09, 0.14);
    private static final double FLOOR_FADES_FROM = 9;
    private static final double FLOOR_FADES_OVER = 26;
    private static final Vector HORIZON = new Vector(0.95, 0.52, 0.30);
    private static final Vector ZENITH = new Vector(0.07, 0.16, 0.48);

    private final Sphere[] spheres;

    private Scene(List<Sphere> spheres) {
        this.spheres = spheres.toArray(new Sphere[0]);
    }

    /** @param phase 0 to 1, any other number wraps around */
    static Scene at(double phase) {
        double turn = 2 * Math.PI * phase;
        List<Sphere> spheres = new ArrayList<>();
        spheres.add(new Sphere(new Vector(0, 1.05, 0), 1.05, Material.metal(0.93, 0.90, 0.86, 0.015)));
        spheres.add(new Sphere(
                new Vector(1.75 * Math.cos(-turn + 2.4), 0.48, 1.75 * Math.sin(-turn + 2.4)), 0.48, Material.glass()));
        spheres.add(new Sphere(
                new Vector(1.75 * Math.cos(-turn - 0.75), 0.4, 1.75 * Math.sin(-turn - 0.75)),
                0.4,
                Material.metal(0.96, 0.68, 0.30, 0.12)));
        for (int index = 0; index < RING_COUNT; index++) {
            double place = (double) index / RING_COUNT;
            double angle = 2 * Math.PI * place + turn / RING_COUNT * 3;
            double hop = Math.abs(Math.sin(turn * 2 + Math.PI * 4 * place));
            double radius = 0.27;
            spheres.add(new Sphere(
                    new Vector(RING_RADIUS * Math.cos(angle), radius + 0.75 * hop, RING_RADIUS * Math.sin(angle)),
                    radius,
                    ofRing(index)));
        }
        return new Scene(spheres);
    }

    /** The ring turns by three places in one loop: colours repeat every three places. */
    private static Material ofRing(int index) {
        return switch (index % 3) {
            case 0 -> Material.glossy(0.75, 0.06, 0.05);
            case 1 -> Material.glossy(0.03, 0.25, 0.62);
            default -> Material.glossy(0.88, 0.47, 0.03);
        };
    }

    @Nullable
    Hit firstHit(Ray ray) {
        double nearest = Double.POSITIVE_INFINITY;
        Sphere met = null;
        for (Sphere sphere : spheres) {
            double distance = sphere.distance(ray, NEAREST);
            if (distance < nearest) {
                nearest = distance;
                met = sphere;
            }
        }
        double floor = -ray.origin().y() / ray.direction().y();
        if (floor > NEAREST && floor < nearest) {
            Vector point = ray.at(floor);
            return new Hit(point, new Vector(0, 1, 0), tileAt(point));
        }
        if (met == null) {
            return null;
        }
        Vector point = ray.at(nearest);
        return new Hit(point, point.minus(met.centre()).times(1 / met.radius()), met.material());
    }

    /** Whether nothing stands between a point and the sun. Glass lets the light through. */
    boolean seesSun(Ray toSun) {
        for (Sphere sphere : spheres) {
            if (sphere.material().kind() != Material.Kind.GLASS
                    && sphere.distance(toSun, NEAREST) < Double.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    /** The light of the sky, without the sun's disc. */
    static Vector sky(Vector direction) {
        double height = Math.max(0, direction.y());
        Vector sky = HORIZON.mixedWith(ZENITH, Math.pow(height, 0.45));
        double towardsSun = Math.max(0, direction.dot(SUN_DIRECTION));
        return sky.plus(new Vector(1.0, 0.55, 0.22).times(0.55 * Math.pow(towardsSun, 24)));
    }

    /** Share of the horizon's haze before the floor at this distance from the middle, 0 to 1. */
    static double haze(Vector point) {
        double distance = Math.hypot(point.x(), point.z());
        double share = Math.min(1, Math.max(0, (distance - FLOOR_FADES_FROM) / FLOOR_FADES_OVER));
        return share * share * (3 - 2 * share);
    }

    private static Material tileAt(Vector point) {
        long column = (long) Math.floor(point.x());
        long row = (long) Math.floor(point.z());
        return ((column + row) & 1) == 0 ? TILE_LIGHT : TILE_DARK;
    }
}
