package io.cuegrid.host.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where logs may be written. A grid names the folder, this host decides whether it is one of its own: names that lead
 * elsewhere are refused here, links are refused by the runner when it walks there with the frame's own rights.
 */
public final class LogRoots {
    /** A part of a path, a job's or a frame's name: no slash, no leading dot or dash, nothing invisible. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,254}");

    private static final int FILE_NAME_MAX = 250;

    private final Map<Path, Path> resolvedByConfigured = new LinkedHashMap<>();

    /** @param resolved root as the file system resolves it @param folder below it, without leading slash */
    public record Place(String resolved, String folder) {}

    /** @throws IOException when a root cannot be made or written */
    public LogRoots(List<Path> roots) throws IOException {
        for (Path root : roots) {
            Path configured = root.toAbsolutePath().normalize();
            Files.createDirectories(configured);
            Path resolved = configured.toRealPath();
            if (!Files.isWritable(resolved)) {
                throw new IOException("the log root " + configured + " cannot be written by this account");
            }
            resolvedByConfigured.put(configured, resolved);
        }
    }

    /** Finds the root that a log folder lies below, and refuses names that could lead out of it. */
    public Place place(String logDirectory) throws PlanException {
        if (!logDirectory.startsWith("/") || logDirectory.chars().anyMatch(c -> c < ' ')) {
            throw new PlanException("the job's log folder \"" + logDirectory + "\" is not an absolute path");
        }
        Path wanted = Path.of(logDirectory);
        if (!wanted.equals(wanted.normalize())) {
            throw new PlanException("the job's log folder " + logDirectory + " holds . or ..");
        }
        for (Map.Entry<Path, Path> root : resolvedByConfigured.entrySet()) {
            for (Path start : List.of(root.getKey(), root.getValue())) {
                if (wanted.startsWith(start)) {
                    return new Place(root.getValue().toString(), below(start, wanted));
                }
            }
        }
        throw new PlanException("the job's log folder " + logDirectory + " is under none of this host's log roots "
                + resolvedByConfigured.keySet() + "; start the daemon with --log-root for it");
    }

    private static String below(Path root, Path wanted) throws PlanException {
        if (wanted.equals(root)) {
            return "";
        }
        Path folder = root.relativize(wanted);
        for (Path part : folder) {
            checkName(part.toString(), "the log folder " + wanted);
        }
        return folder.toString();
    }

    /** @throws PlanException when the text would not be one plain name in a path */
    static void checkName(String name, String where) throws PlanException {
        if (!NAME.matcher(name).matches()) {
            throw new PlanException("\"" + name + "\" in " + where
                    + " is no plain name (letters, digits, . _ @ + -, not first a dot or dash)");
        }
    }

    static String checkFileName(String fileName) throws PlanException {
        if (fileName.length() > FILE_NAME_MAX) {
            throw new PlanException("the log's name has more than " + FILE_NAME_MAX + " characters: " + fileName);
        }
        return fileName;
    }
}
