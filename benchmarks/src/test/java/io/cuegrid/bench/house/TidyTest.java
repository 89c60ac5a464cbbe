package io.cuegrid.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How sources look. Few rules, each of which a reader would notice when it is broken. */
final class TidyTest {
    private static final int MAX_LINES = 500;
    private static final int MAX_MEDIAN_LINES = 110;

    /** A class doc that explains its length has this in it. */
    private static final String REASON_FOR_LENGTH = "more than " + MAX_LINES + " lines";

    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sle" + "ep\\(|TimeUnit\\.\\w+\\.sle" + "ep\\(");
    private static final Pattern DISABLED = Pattern.compile("@Dis" + "abled");
    private static final Pattern PACKAGE_DOC =
            Pattern.compile("/\\*\\*\\s+\\S.*?\\.\\s*\\*/\\s+@NullMarked\\s+package ", Pattern.DOTALL);
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern LITERAL_VERSION = Pattern.compile("<version>(?!\\$\\{)[^<]*</version>");

    private final SourceTree tree = SourceTree.find();

    private List<Path> java() {
        List<Path> files = tree.files(".java");
        assertThat(files).hasSizeGreaterThan(100);
        return files;
    }

    private static boolean isTest(Path file) {
        return file.toString().contains("/src/test/");
    }

    @Test
    void shouldSayWhyAFileIsLong() {
        List<String> unexplained = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (Path file : java()) {
            String text = SourceTree.text(file);
            int lines = (int) text.lines().count();
            if (!isTest(file) && !file.endsWith("package-info.java")) {
                lengths.add(lines);
            }
            if (lines > MAX_LINES && !text.replaceAll("\\s+\\*?\\s*", " ").contains(REASON_FOR_LENGTH)) {
                unexplained.add(tree.name(file) + ": " + lines);
            }
        }
        assertThat(unexplained)
                .as("files above %s lines whose class doc does not say why (\"%s\")", MAX_LINES, REASON_FOR_LENGTH)
                .isEmpty();
        lengths.sort(null);
        assertThat(lengths.get(lengths.size() / 2))
                .as("median length of a source file")
                .isLessThan(MAX_MEDIAN_LINES);
    }

    @Test
    void shouldSayWhatAPackageIsFor() {
        List<String> silent = new ArrayList<>();
        for (Path file : java().stream()
                .filter(java -> java.toString().contains("/src/main/java/"))
                .toList()) {
            Path info = file.resolveSibling("package-info.java");
            if (!Files.exists(info)
                    || !PACKAGE_DOC.matcher(SourceTree.text(info)).find()) {
                silent.add(tree.name(file.resolveSibling("")));
            }
        }
        assertThat(silent.stream().distinct())
                .as("packages without a package-info.java of one sentence and @NullMarked")
                .isEmpty();
    }

    @Test
    void shouldLeaveNothingForLater() {
        assertThat(hits(LEFTOVER, tree.files(".java", ".md", ".xml", ".proto", ".sql", ".yaml", ".sh", "cuegrid")))
                .as("leftovers")
                .isEmpty();
    }

    @Test
    void shouldWaitForConditionsNotForTime() {
        assertThat(hits(SLEEP, java().stream().filter(TidyTest::isTest).toList()))
                .as("sleeps in tests")
                .isEmpty();
    }

    @Test
    void shouldRunEveryTest() {
        assertThat(hits(DISABLED, java())).as("tests that nobody runs").isEmpty();
    }

    @Test
    void shouldPinVersionsInTheRootPomOnly() {
        List<String> own = new ArrayList<>();
        for (String module : tree.modules()) {
            Path pom = tree.root().resolve(module).resolve("pom.xml");
            Matcher matcher =
                    LITERAL_VERSION.matcher(PARENT.matcher(SourceTree.text(pom)).replaceAll(""));
            while (matcher.find()) {
                own.add(module + ": " + matcher.group());
            }
        }
        assertThat(own).as("versions in the poms of modules").isEmpty();
    }

    @Test
    void shouldNameTestsAsSentences() {
        Pattern test = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b[^{;]*?\\bvoid (\\w+)\\(");
        List<String> others = new ArrayList<>();
        for (Path file : java()) {
            if (isTest(file)) {
                Matcher matcher = test.matcher(SourceTree.text(file));
                while (matcher.find()) {
                    if (!matcher.group(2).startsWith("should")) {
                        others.add(tree.name(file) + ": " + matcher.group(2));
                    }
                }
            }
        }
        assertThat(others).as("tests that are not named should…").isEmpty();
    }

    private List<String> hits(Pattern pattern, List<Path> files) {
        List<String> hits = new ArrayList<>();
        for (Path file : files) {
            Matcher matcher = pattern.matcher(SourceTree.text(file));
            while (matcher.find()) {
                hits.add(String.format(Locale.ROOT, "%s: %s", tree.name(file), matcher.group()));
            }
        }
        return hits;
    }
}
