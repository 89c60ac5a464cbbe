package io.cuegrid.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files: everything that people wrote, nothing that a build made. */
final class SourceTree {
    private static final List<String> NOT_OURS = List.of("target", ".git", ".cuegrid", ".idea", ".vscode");

    private final Path root;

    private SourceTree(Path root) {
        this.root = root;
    }

    /** The folder above this module. */
    static SourceTree find() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("config/jvm.flags"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run the tests inside of the project");
            }
        }
        return new SourceTree(folder);
    }

    Path root() {
        return root;
    }

    /** Folders that have a pom of their own, by name. */
    List<String> modules() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file with one of these endings, in order of path. */
    List<Path> files(String... endings) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !isMade(root.relativize(file)))
                    .filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.getFileName().toString().endsWith(ending)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMade(Path relative) {
        for (Path part : relative) {
            if (NOT_OURS.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    /** The path below the root, for messages. */
    String name(Path file) {
        return root.relativize(file).toString();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
