package io.cuegrid.host.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRootsTest {
    @TempDir
    Path folder;

    private Path root;
    private LogRoots roots;

    @BeforeEach
    void make() throws Exception {
        // a home beside the script is named .cuegrid, and a root may be reached through a link
        root = folder.toRealPath().resolve(".cuegrid/a root");
        Files.createDirectories(root);
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), root);
        roots = new LogRoots(List.of(root, alias));
    }

    @Test
    void shouldFindTheFolderBelowARoot() throws PlanException {
        assertThat(roots.place(root + "/show/shot/logs/job--1"))
                .isEqualTo(new LogRoots.Place(root.toString(), "show/shot/logs/job--1"));
        assertThat(roots.place(root.toString())).isEqualTo(new LogRoots.Place(root.toString(), ""));
        assertThat(roots.place(folder.toAbsolutePath() + "/alias/show"))
                .isEqualTo(new LogRoots.Place(root.toString(), "show"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../up", "/show/../../up", "/show/.", "/-rf", "/.hidden", "/a b", "/a\nb", "x", "/a\0"})
    void shouldRefuseWhatLeadsElsewhereOrIsNoPlainName(String below) {
        assertThatThrownBy(() -> roots.place(root + below)).isInstanceOf(PlanException.class);
    }

    @Test
    void shouldRefuseOtherFoldersAndRelativeOnes() {
        assertThatThrownBy(() -> roots.place("/etc")).hasMessageContaining("under none of this host's log roots");
        assertThatThrownBy(() -> roots.place("shots/a")).hasMessageContaining("not an absolute path");
    }
}
