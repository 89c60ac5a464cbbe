package io.cuegrid.outline.demo.render;

/**
 * How a surface throws light back.
 *
 * @param colour share of each colour that is thrown back
 * @param roughness of a metal's mirror, 0 (polished) to 1
 */
record Material(Kind kind, Vector colour, double roughness) {

    enum Kind {
        /** Scatters light evenly. */
        MATTE,
        /** Matte under a clear coat that mirrors at flat angles. */
        GLOSSY,
        /** Mirrors everything in its colour. */
        METAL,
        /** Bends light, mirrors some of it. */
        GLASS
    }

    static Material matte(double red, double green, double blue) {
        return new Material(Kind.MATTE, new Vector(red, green, blue), 0);
    }

    static Material glossy(double red, double green, double blue) {
        return new Material(Kind.GLOSSY, new Vector(red, green, blue), 0);
    }

    static Material metal(double red, double green, double blue, double roughness) {
        return new Material(Kind.METAL, new Vector(red, green, blue), roughness);
    }

    static Material glass() {
        return new Material(Kind.GLASS, Vector.ONE, 0);
    }
}
