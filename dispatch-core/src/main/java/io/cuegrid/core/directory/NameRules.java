package io.cuegrid.core.directory;

import static io.cuegrid.core.directory.RefusedException.require;

import io.cuegrid.core.sbe.ReplyCode;
import java.util.regex.Pattern;

/** What names and lists of words may look like, a rule a kind. Stateless. */
final class NameRules {
    /** Parts of job names and paths: no dash in a show, it separates the parts of a job's name. */
    private static final Pattern LOWER_WORD = Pattern.compile("[a-z0-9_.]+");

    private static final Pattern LOWER_DASHED = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern ALLOCATION = Pattern.compile("[a-z0-9][a-z0-9_-]*\\.[A-Za-z0-9_-]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_.@-]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.:-]+");
    private static final String LOWER_WORD_SAID = "lower-case letters, digits, '_' and '.'";
    private static final String LOWER_DASHED_SAID = "lower-case letters, digits, '_' and '-'";
    private static final String WORD_SAID = "letters, digits, '_', '.' and '-'";

    private NameRules() {}

    static void check(CatalogRecord record) {
        switch (record.kind()) {
            case FACILITY -> {
                atLeast(record, DirectoryLimits.NAME_LENGTH_MIN);
                matches(record, LOWER_DASHED, LOWER_DASHED_SAID);
            }
            case SHOW -> {
                atLeast(record, DirectoryLimits.NAME_LENGTH_MIN);
                matches(record, LOWER_WORD, LOWER_WORD_SAID);
            }
            case ALLOCATION -> matches(record, ALLOCATION, "the facility's name, a '.', and a word: local.general");
            case LIMIT, SERVICE, SERVICE_OVERRIDE, SETTING -> matches(record, WORD, WORD_SAID);
            case OWNER -> matches(record, ACCOUNT, "letters, digits, '_', '.', '@' and '-'");
            case JOB_NAME -> {
                atLeast(record, DirectoryLimits.NAME_LENGTH_MIN);
                plain(record, DirectoryLimits.JOB_NAME_LENGTH_MAX);
            }
            case FOLDER, DEPARTMENT, TASK, HOST_NAME, FILTER -> plain(record, DirectoryLimits.NAME_LENGTH_MAX);
            case MATCHER, ACTION, COMMENT -> longest(record, DirectoryLimits.NAME_LENGTH_MAX);
            case SUBSCRIPTION, DEED, NONE, NULL_VAL -> {
                // without a name
            }
        }
    }

    private static void atLeast(CatalogRecord record, int length) {
        require(
                record.name().length() >= length,
                ReplyCode.INVALID,
                Words.of(record) + ": the name has " + record.name().length() + " characters, use at least " + length);
    }

    private static void longest(CatalogRecord record, int length) {
        require(
                record.name().length() <= length,
                ReplyCode.INVALID,
                Words.of(record.kind()) + ": the name has " + record.name().length() + " characters, use at most "
                        + length);
    }

    private static void matches(CatalogRecord record, Pattern pattern, String said) {
        longest(record, DirectoryLimits.NAME_LENGTH_MAX);
        require(
                pattern.matcher(record.name()).matches(),
                ReplyCode.INVALID,
                Words.of(record) + ": a name of this kind is made of " + said);
    }

    private static void plain(CatalogRecord record, int longest) {
        longest(record, longest);
        String name = record.name();
        require(!name.isBlank(), ReplyCode.INVALID, Words.of(record.kind()) + ": the name is missing");
        require(
                name.indexOf('/') < 0,
                ReplyCode.INVALID,
                Words.of(record) + ": a name cannot hold '/', it becomes part of a path");
        require(
                name.equals(name.strip()) && name.chars().noneMatch(Character::isISOControl),
                ReplyCode.INVALID,
                Words.of(record) + ": remove spaces at the ends and control characters from the name");
        require(
                !name.equals(".") && !name.equals(".."),
                ReplyCode.INVALID,
                Words.of(record) + ": this name has a meaning of its own in a path, use another");
    }

    /** Words of a list with one separator between two; spaces, ',' and '|' (OpenCue) are taken as separators. */
    static String words(CatalogRecord record, String what, String list, char separator) {
        require(
                list.length() <= DirectoryLimits.TEXT_LENGTH_MAX,
                ReplyCode.INVALID,
                Words.of(record) + ": " + what + " take " + list.length() + " characters, use at most "
                        + DirectoryLimits.TEXT_LENGTH_MAX);
        StringBuilder joined = new StringBuilder();
        for (String word : list.split("[\\s,|]+")) {
            if (word.isEmpty()) {
                continue;
            }
            require(
                    TAG.matcher(word).matches(),
                    ReplyCode.INVALID,
                    Words.of(record) + ": '" + word + "' among the " + what
                            + " may hold letters, digits, '_', '.', ':' and '-' only");
            if (!joined.isEmpty()) {
                joined.append(separator);
            }
            joined.append(word);
        }
        return joined.toString();
    }

    /** One tag. */
    static void tag(CatalogRecord record, String tag) {
        require(
                tag.length() <= DirectoryLimits.NAME_LENGTH_MAX
                        && TAG.matcher(tag).matches(),
                ReplyCode.INVALID,
                Words.of(record) + ": its tag '" + tag
                        + "' must be one word of letters, digits, '_', '.', ':' and '-'");
    }

    /** One further name of a show. */
    static void alias(Show show, String alias) {
        require(
                alias.length() >= DirectoryLimits.NAME_LENGTH_MIN
                        && alias.length() <= DirectoryLimits.NAME_LENGTH_MAX
                        && LOWER_WORD.matcher(alias).matches(),
                ReplyCode.INVALID,
                Words.of(show) + ": the alias '" + alias + "' must have at least " + DirectoryLimits.NAME_LENGTH_MIN
                        + " characters, made of " + LOWER_WORD_SAID);
    }
}
