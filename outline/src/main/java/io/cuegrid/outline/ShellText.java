package io.cuegrid.outline;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes words so that {@code sh} reads each as the one word that it is. */
public final class ShellText {
    /** Nothing in it means anything to sh; # only where it cannot start a comment. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,-][\\w./:@%+,#-]*");

    private ShellText() {}

    /** The words with blanks between, each quoted where it has to be. */
    public static String join(List<String> words) {
        return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }

    /** One word, quoted where it has to be. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
