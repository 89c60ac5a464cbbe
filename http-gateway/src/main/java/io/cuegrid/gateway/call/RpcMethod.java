package io.cuegrid.gateway.call;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;

/** One method of the protocol, ready to be called with messages of its generated types. */
public record RpcMethod(MethodDescriptor<Message, Message> descriptor, Message requestPrototype) {

    @SuppressWarnings("unchecked") // every method of a generated service has messages on both sides
    static RpcMethod of(MethodDescriptor<?, ?> generated) {
        MethodDescriptor<Message, Message> descriptor = (MethodDescriptor<Message, Message>) generated;
        PrototypeMarshaller<Message> marshaller = (PrototypeMarshaller<Message>) descriptor.getRequestMarshaller();
        Message prototype = marshaller.getMessagePrototype();
        if (prototype == null) {
            throw new IllegalStateException(descriptor.getFullMethodName() + " has no request prototype");
        }
        return new RpcMethod(descriptor, prototype);
    }

    /** {@code package.Service/Method}. */
    public String name() {
        return descriptor.getFullMethodName();
    }

    /** Whether it is one request and one answer; only such a method can be a POST. */
    public boolean isUnary() {
        return descriptor.getType() == MethodDescriptor.MethodType.UNARY;
    }
}
