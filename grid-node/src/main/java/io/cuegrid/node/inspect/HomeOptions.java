package io.cuegrid.node.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node's files are looked at. */
final class HomeOptions {
    private static final String DIRECTORY = "directory";
    private static final String CELL = "cell-";

    @Option(
            names = "--home",
            defaultValue = "${env:CUEGRID_HOME:-.cuegrid}",
            description = "folder of the state (${DEFAULT-VALUE})")
    Path home;

    @Option(names = "--name", description = "of the node (the only one of the home)")
    @Nullable
    String name;

    /** @throws IOException with a sentence when there is no such node, or several */
    Path nodeFolder() throws IOException {
        Path nodes = home.resolve("nodes");
        if (name != null) {
            Path folder = nodes.resolve(name);
            if (!Files.isDirectory(folder)) {
                throw new IOException("there is no node '" + name + "' in " + home + ": it has " + names(nodes));
            }
            return folder;
        }
        List<String> all = names(nodes);
        if (all.size() != 1) {
            throw new IOException(
                    all.isEmpty()
                            ? "no node ever ran in " + home + ": give --home"
                            : home + " has the nodes " + all + ": say which with --name");
        }
        return nodes.resolve(all.get(0));
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Numbers of the machines that have files: 0 the directory, else cells. */
    List<Integer> machines() throws IOException {
        List<Integer> machines = new ArrayList<>();
        for (String folder : names(nodeFolder().resolve("journal"))) {
            if (folder.equals(DIRECTORY)) {
                machines.add(0, 0);
            } else if (folder.startsWith(CELL)) {
                machines.add(Integer.parseInt(folder.substring(CELL.length())));
            }
        }
        return machines;
    }

    static String machineName(int machine) {
        return machine == 0 ? DIRECTORY : CELL + machine;
    }
}
