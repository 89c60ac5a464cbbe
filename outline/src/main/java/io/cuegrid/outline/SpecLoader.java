package io.cuegrid.outline;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecLimits;
import io.cuegrid.api.spec.SpecParser;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecProblem;
import io.cuegrid.outline.yaml.JobFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads a job from a file: YAML ({@code .yaml}, {@code .yml}) or OpenCue's XML ({@code .xml}). */
public final class SpecLoader {

    private SpecLoader() {}

    /**
     * Reads a job.
     *
     * @throws SpecException with everything that is wrong with the job, line by line
     * @throws IOException when the file cannot be read
     */
    public static SpecDocument load(Path file) throws IOException, SpecException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!yaml && !name.endsWith(".xml")) {
            throw problem("the name of a job file ends with .yaml, .yml or .xml");
        }
        if (Files.size(file) > SpecLimits.MAX_BYTES) {
            throw problem("the file is larger than " + SpecLimits.MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!yaml) {
            return SpecParser.parse(bytes, System.currentTimeMillis());
        }
        return JobFile.parse(utf8(bytes), file.toAbsolutePath().resolveSibling(""));
    }

    private static String utf8(byte[] bytes) throws SpecException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw problem("the text is not UTF-8");
        }
    }

    private static SpecException problem(String sentence) {
        return new SpecException(List.of(new SpecProblem(SpecPosition.NONE, sentence)));
    }
}
