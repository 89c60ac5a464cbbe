package io.cuegrid.outline.demo.render;

/**
 * Follows light backwards from the eye: the sun is sampled at each matte point, the sky is found by bouncing on.
 * Threading: one thread.
 */
final class PathTracer {
    private static final int BOUNCES_MAX = 7;
    private static final int MATTE_BOUNCES_MAX = 2;
    private static final double GLASS_INDEX = 1.5;
    /** Share of light that glass and clear coats throw back when met head-on. */
    private static final double HEAD_ON = 0.04;
    /** One bright sample must not make a white dot. */
    private static final double BRIGHTEST = 6;

    private final Scene scene;
    private final Sampler sampler;

    PathTracer(Scene scene, Sampler sampler) {
        this.scene = scene;
        this.sampler = sampler;
    }

    /** The light that comes in along a ray. */
    Vector light(Ray seen) {
        Vector light = Vector.ZERO;
        Vector share = Vector.ONE;
        Ray ray = seen;
        int matteBounces = 0;
        for (int bounce = 0; bounce < BOUNCES_MAX; bounce++) {
            Hit hit = scene.firstHit(ray);
            if (hit == null) {
                return limited(light.plus(share.times(background(ray.direction(), matteBounces == 0))));
            }
            double haze = Scene.haze(hit.point());
            if (haze > 0) {
                Vector level =
                        new Vector(ray.direction().x(), 0, ray.direction().z());
                light = light.plus(share.times(Scene.sky(level)).times(haze));
                share = share.times(1 - haze);
            }
            boolean outside = ray.direction().dot(hit.normal()) < 0;
            Vector normal = outside ? hit.normal() : hit.normal().times(-1);
            Material material = hit.material();
            boolean mirrored = switch (material.kind()) {
                case MATTE -> false;
                case GLOSSY -> sampler.first() < fresnel(-ray.direction().dot(normal));
                case METAL, GLASS -> true;
            };
            if (!mirrored) {
                share = share.times(material.colour());
                light = light.plus(share.times(sunAt(hit.point(), normal)));
                if (++matteBounces > MATTE_BOUNCES_MAX) {
                    return limited(light);
                }
                ray = new Ray(hit.point(), scattered(normal));
            } else if (material.kind() == Material.Kind.GLASS) {
                ray = new Ray(hit.point(), throughGlass(ray.direction(), normal, outside));
            } else {
                if (material.kind() == Material.Kind.METAL) {
                    share = share.times(material.colour());
                }
                Vector mirror = ray.direction().reflected(normal);
                if (material.roughness() > 0) {
                    mirror = mirror.plus(scattered(normal).times(material.roughness()))
                            .unit();
                }
                ray = new Ray(hit.point(), mirror);
            }
        }
        return limited(light);
    }

    private static Vector background(Vector direction, boolean sunIsVisible) {
        Vector sky = Scene.sky(direction);
        return sunIsVisible && direction.dot(Scene.SUN_DIRECTION) > Math.cos(Scene.SUN_RADIUS)
                ? sky.plus(Scene.SUN_LIGHT.times(2))
                : sky;
    }

    /** What a matte point gets from the sun, by one ray to a point of its disc. */
    private Vector sunAt(Vector point, Vector normal) {
        Vector side = sideOf(Scene.SUN_DIRECTION);
        double radius = Scene.SUN_RADIUS * Math.sqrt(sampler.first());
        double angle = 2 * Math.PI * sampler.second();
        Vector toSun = Scene.SUN_DIRECTION
                .plus(side.times(radius * Math.cos(angle)))
                .plus(Scene.SUN_DIRECTION.cross(side).times(radius * Math.sin(angle)))
                .unit();
        double cosine = toSun.dot(normal);
        return cosine > 0 && scene.seesSun(new Ray(point, toSun)) ? Scene.SUN_LIGHT.times(cosine) : Vector.ZERO;
    }

    /** A direction away from a matte surface, by the cosine law. */
    private Vector scattered(Vector normal) {
        double radius = Math.sqrt(sampler.first());
        double angle = 2 * Math.PI * sampler.second();
        Vector side = sideOf(normal);
        double height = Math.sqrt(Math.max(0, 1 - radius * radius));
        return side.times(radius * Math.cos(angle))
                .plus(normal.cross(side).times(radius * Math.sin(angle)))
                .plus(normal.times(height))
                .unit();
    }

    private Vector throughGlass(Vector direction, Vector normal, boolean outside) {
        Vector bent = direction.refracted(normal, outside ? 1 / GLASS_INDEX : GLASS_INDEX);
        double cosine = -direction.dot(normal);
        return bent == null || sampler.first() < fresnel(cosine) ? direction.reflected(normal) : bent.unit();
    }

    private static double fresnel(double cosine) {
        return HEAD_ON + (1 - HEAD_ON) * Math.pow(1 - Math.max(0, cosine), 5);
    }

    private static Vector sideOf(Vector direction) {
        Vector other = Math.abs(direction.x()) > 0.6 ? new Vector(0, 1, 0) : new Vector(1, 0, 0);
        return other.cross(direction).unit();
    }

    private static Vector limited(Vector light) {
        return new Vector(
                Math.min(light.x(), BRIGHTEST), Math.min(light.y(), BRIGHTEST), Math.min(light.z(), BRIGHTEST));
    }
}
