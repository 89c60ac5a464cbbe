package io.cuegrid.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RpcCatalogTest {
    private static final int OPENCUE_METHODS = 304;
    private static final String AMONG_NODES = "cuegrid.NodeLink";
    private static final Pattern PACKAGE = Pattern.compile("^package ([a-zA-Z]+);", Pattern.MULTILINE);
    private static final Pattern SERVICE = Pattern.compile("^service ([A-Za-z]+)", Pattern.MULTILINE);

    @Test
    void shouldHoldEveryServiceThatClientsCall() throws IOException {
        Set<String> declared = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("../api/src/main/proto"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".proto")).toList()) {
                String text = Files.readString(file);
                Matcher name = PACKAGE.matcher(text);
                assertThat(name.find()).as("%s names its package", file).isTrue();
                SERVICE.matcher(text)
                        .results()
                        .forEach(service -> declared.add(name.group(1) + "." + service.group(1)));
            }
        }
        declared.remove(AMONG_NODES);
        Set<String> held = new TreeSet<>();
        RpcCatalog.services().forEach(service -> held.add(service.getName()));

        assertThat(held).isEqualTo(declared);
    }

    @Test
    void shouldHoldEveryMethodOfOpenCue() {
        long methods = new RpcCatalog()
                .methods().stream()
                        .filter(method -> !method.name().startsWith("cuegrid."))
                        .count();

        assertThat(methods).isEqualTo(OPENCUE_METHODS);
    }

    @Test
    void shouldMeetNoMessageThatJsonWritesInAnotherWay() {
        Set<String> foreign = new TreeSet<>();
        for (io.grpc.ServiceDescriptor service : RpcCatalog.services()) {
            ServiceDescriptor schema =
                    ((ProtoServiceDescriptorSupplier) service.getSchemaDescriptor()).getServiceDescriptor();
            for (FileDescriptor imported : schema.getFile().getDependencies()) {
                if (imported.getPackage().startsWith("google.")) {
                    foreign.add(imported.getName());
                }
            }
        }
        assertThat(foreign).as("well-known types have JSON forms of their own").isEmpty();
    }
}
