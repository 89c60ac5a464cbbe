package io.cuegrid.host.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
    private static final int LIMIT = 100;

    @TempDir
    Path folder;

    @Test
    void shouldReadWholePlainFilesOnly() throws IOException {
        Path whole = Files.writeString(folder.resolve("whole"), "12 34\n");
        Path cut = Files.writeString(folder.resolve("cut"), "12 3");
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(LIMIT) + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), whole);

        assertThat(DurableFiles.readLines(whole, LIMIT)).isEqualTo("12 34");
        assertThat(DurableFiles.readLines(cut, LIMIT)).isNull();
        assertThat(DurableFiles.readLines(large, LIMIT)).isNull();
        assertThat(DurableFiles.readLines(link, LIMIT)).isNull();
        assertThat(DurableFiles.readLines(folder, LIMIT)).isNull();
        assertThat(DurableFiles.readLines(folder.resolve("none"), LIMIT)).isNull();
    }

    @Test
    void shouldRemoveATreeAndFollowNoLink() throws IOException {
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "kept");
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "gone");
        Files.createSymbolicLink(tree.resolve("link"), precious);

        DurableFiles.removeTree(folder.resolve("tree"));
        DurableFiles.removeTree(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(precious.resolve("file")).hasContent("kept");
    }
}
