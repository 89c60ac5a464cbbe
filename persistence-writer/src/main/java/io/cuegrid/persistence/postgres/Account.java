package io.cuegrid.persistence.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the server's programs are run. PostgreSQL refuses to run as root, so root starts them in a user namespace of their
 * own ({@code unshare -U}: no rights outside of it, files keep their owner), or, where that is forbidden, as the account
 * nobody ({@code setpriv}), which then owns the folder.
 */
final class Account {
    private static final int NOBODY = 65_534;
    private static final List<String> UNSHARE = List.of("unshare", "-U");
    private static final List<String> NOBODY_RUN = List.of(
            "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all", "--no-new-privs");

    private final List<String> prefix;

    private Account(List<String> prefix) {
        this.prefix = prefix;
    }

    static Account find(Path folder) throws IOException, InterruptedException {
        if (!isRoot()) {
            return new Account(List.of());
        }
        if (works(UNSHARE, List.of("true"))) {
            return new Account(UNSHARE);
        }
        if (works(NOBODY_RUN, List.of("test", "-x", folder.toString()))) {
            giveTo(folder);
            return new Account(NOBODY_RUN);
        }
        throw new PostgresException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here"
                + " (or " + folder + " cannot be reached by other accounts): start cuegrid as an ordinary account,"
                + " or use a database of your own with --history jdbc:postgresql://…");
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }

    private static boolean works(List<String> prefix, List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        try {
            return new ProcessBuilder(all)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static void giveTo(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** A program with its arguments, as it is to be started. */
    List<String> command(List<String> program) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(program);
        return all;
    }
}
