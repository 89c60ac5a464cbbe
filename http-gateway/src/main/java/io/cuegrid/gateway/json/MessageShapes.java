package io.cuegrid.gateway.json;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes of all message types seen so far. Bounded by the number of message types in the protocol.
 *
 * <p>Threading: any thread.
 */
final class MessageShapes {
    private final Map<Descriptor, MessageShape> shapes = new ConcurrentHashMap<>();

    MessageShape of(Descriptor type) {
        MessageShape shape = shapes.get(type);
        return shape != null ? shape : shapes.computeIfAbsent(type, MessageShape::of);
    }
}
