package io.cuegrid.api.spec;

import io.cuegrid.api.document.SpecDocument;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenCue's job specification XML, all versions from 1.5 to 1.15: what {@code LaunchSpec} is given. Elements may
 * stand in any order. A specification is taken whole or refused with all that is wrong with it.
 *
 * <p>Threading: any thread; nothing is kept between calls.
 */
public final class SpecParser {
    private static final Pattern ENCODING =
            Pattern.compile("\\A\\s*<\\?xml[^>]*?\\bencoding\\s*=\\s*[\"']([\\w.-]+)[\"']");
    private static final int DECLARATION_BYTES = 200;
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private SpecParser() {}

    /**
     * Reads a specification.
     *
     * @param nowMillis epoch milliseconds; part of the names of post jobs
     * @throws SpecException with every problem and its place
     */
    public static SpecDocument parse(String xml, long nowMillis) throws SpecException {
        SpecProblems problems = new SpecProblems();
        if (xml.length() > SpecLimits.MAX_BYTES) {
            throw tooLarge(problems);
        }
        String text = xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
        if (text.isBlank()) {
            problems.add(SpecPosition.NONE, "the specification is empty");
        }
        problems.throwIfAny();
        XmlElement root = XmlReader.read(problems, text);
        problems.throwIfAny();
        SpecDraft draft = new SpecDraft(problems, nowMillis);
        if (root != null) {
            new SpecXml(problems, draft).spec(root);
        }
        return draft.build();
    }

    /**
     * Reads the bytes of a file: UTF-8, or the encoding that the XML declaration names.
     *
     * @throws SpecException with every problem and its place
     */
    public static SpecDocument parse(byte[] xml, long nowMillis) throws SpecException {
        SpecProblems problems = new SpecProblems();
        if (xml.length > SpecLimits.MAX_BYTES) {
            throw tooLarge(problems);
        }
        Charset encoding = encoding(xml);
        if (encoding == null) {
            problems.add(new SpecPosition(1, 1), "the encoding is not one of UTF-8, US-ASCII and ISO-8859-1");
            problems.throwIfAny();
        }
        try {
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : encoding;
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
            return parse(text, nowMillis);
        } catch (CharacterCodingException malformed) {
            problems.add(SpecPosition.NONE, "the text is not " + encoding);
            problems.throwIfAny();
            throw new IllegalStateException(malformed);
        }
    }

    private static @Nullable Charset encoding(byte[] xml) {
        String start = new String(xml, 0, Math.min(xml.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
        Matcher declared = ENCODING.matcher(start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        String name = declared.group(1).toUpperCase(Locale.ROOT);
        return ENCODINGS.stream()
                .filter(charset -> charset.name().equals(name)
                        || charset.aliases().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst()
                .orElse(null);
    }

    private static SpecException tooLarge(SpecProblems problems) throws SpecException {
        problems.add(SpecPosition.NONE, "the specification is larger than " + SpecLimits.MAX_BYTES + " bytes");
        problems.throwIfAny();
        throw new IllegalStateException("a problem was added");
    }
}
