package io.cuegrid.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeASecretThatOnlyItsOwnerMayRead() throws IOException {
        Path file = folder.resolve("home/secret");

        Secret made = SecretFile.readOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretFile.readOrCreate(file).text()).isEqualTo(made.text()).hasSize(64);
        assertThat(made.toString()).doesNotContain(made.text());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldGiveOneSecretToAllWhoMakeItAtOnce() throws Exception {
        Path file = folder.resolve("secret");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<String>> makers = IntStream.range(0, 32)
                .<Callable<String>>mapToObj(
                        i -> () -> SecretFile.readOrCreate(file).text())
                .toList();
        try {
            List<String> secrets = pool.invokeAll(makers).stream()
                    .map(SecretFileTest::get)
                    .distinct()
                    .collect(Collectors.toList());
            assertThat(secrets).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----"})
    void shouldRefuseAFileThatOthersCanReach(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "0".repeat(64));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has mode " + mode)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void shouldSayThatThereIsNoSecret() {
        Path file = folder.resolve("secret");

        assertThatThrownBy(() -> SecretFile.read(file)).hasMessageStartingWith("there is no secret at " + file);
    }

    @Test
    void shouldRefuseATextThatIsTooShortToBeSafe() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> SecretFile.readOrCreate(file))
                .hasMessageContaining("32 to 4096 characters, not 7")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldRefuseAFolder() throws IOException {
        Path file = Files.createDirectory(folder.resolve("secret"));

        assertThatThrownBy(() -> SecretFile.readOrCreate(file)).hasMessageContaining("is not a file");
    }

    private static String get(Future<String> secret) {
        try {
            return secret.get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
