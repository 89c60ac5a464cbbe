/** Jobs written in YAML: read without building any object that the text names, every key checked. */
@NullMarked
package io.cuegrid.outline.yaml;

import org.jspecify.annotations.NullMarked;
