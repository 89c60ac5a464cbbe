@NullMarked
package io.cuegrid.node.replication;

import org.jspecify.annotations.NullMarked;
