/** What runs on partition threads: batches, leads, creations and reads as Hazelcast entry processors. */
@NullMarked
package io.cuegrid.node.replication;

import org.jspecify.annotations.NullMarked;
