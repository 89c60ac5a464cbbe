package io.cuegrid.outline.demo.render;

/** Where a ray meets the scene. @param normal of length 1, pointing out of the body */
record Hit(Vector point, Vector normal, Material material) {}
