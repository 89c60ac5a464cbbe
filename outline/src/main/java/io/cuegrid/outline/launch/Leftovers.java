package io.cuegrid.outline.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier launchers left in a home: processes that still live, and records of ones that do not.
 *
 * @param living by name
 * @param dead names of processes that are gone without a good-bye
 */
record Leftovers(Map<String, ProcessRecord> living, List<String> dead) {

    /** Reads the home's records and deletes those of dead processes. Call it with the home's lock. */
    static Leftovers find(FarmHome home) {
        Map<String, ProcessRecord> living = new LinkedHashMap<>();
        List<String> dead = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.run(), "*.pid")) {
            for (Path file : files) {
                Optional<ProcessRecord> found = ProcessRecord.read(file);
                if (found.isPresent() && found.get().process().isPresent()) {
                    living.put(found.get().name(), found.get());
                } else {
                    String name = String.valueOf(file.getFileName());
                    dead.add(name.substring(0, name.length() - ".pid".length()));
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new LaunchException("cannot read " + home.run() + ": " + failure.getMessage(), failure);
        }
        return new Leftovers(living, dead);
    }

    /** The ports that the living ones were started for. */
    Optional<Ports> ports() {
        return living.values().stream().findFirst().map(ProcessRecord::ports);
    }
}
