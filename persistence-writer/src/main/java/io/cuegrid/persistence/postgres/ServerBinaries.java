package io.cuegrid.persistence.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked from the jar of this system's kind. Stateless. */
final class ServerBinaries {
    private static final int EXECUTE_BITS = 0111;
    private static final String PARENT_NAME_MISSING = "a folder has a name";

    private ServerBinaries() {}

    /** Unpacks once; a folder with the final name is always whole. @return the folder that holds bin, lib and share */
    static Path unpack(Path folder) throws IOException {
        String resource = resource();
        Path target =
                folder.resolve("server-" + resource.replace("postgres-", "").replace(".txz", ""));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path draft = Files.createTempDirectory(folder, "server-new-");
        try (InputStream packed = ServerBinaries.class.getResourceAsStream("/" + resource)) {
            if (packed == null) {
                throw new PostgresException("there is no PostgreSQL for this system among the libraries (" + resource
                        + "): run one of your own and give it to the node with --history jdbc:postgresql://…");
            }
            extract(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed))), draft);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            deleteTree(draft);
        }
        return target;
    }

    private static String resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String kind = system.contains("mac") ? "darwin" : system.contains("linux") ? "linux" : system;
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        return "postgres-" + kind + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    private static void extract(TarArchiveInputStream archive, Path into) throws IOException {
        for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path path = into.resolve(entry.getName()).normalize();
            if (!path.startsWith(into)) {
                throw new IOException("the archive names a file outside of it: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Path parent = path.getParent();
            if (parent == null) {
                throw new IOException(PARENT_NAME_MISSING);
            }
            Files.createDirectories(parent);
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else if (entry.isFile()) {
                Files.copy(archive, path, StandardCopyOption.REPLACE_EXISTING);
                if ((entry.getMode() & EXECUTE_BITS) != 0) {
                    Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(path));
                    permissions.add(PosixFilePermission.OWNER_EXECUTE);
                    permissions.add(PosixFilePermission.GROUP_EXECUTE);
                    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                    Files.setPosixFilePermissions(path, permissions);
                }
            }
        }
    }

    /** Deletes a folder with all that is in it; nothing when it is not there. Follows no links. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
