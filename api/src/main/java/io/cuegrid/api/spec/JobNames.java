package io.cuegrid.api.spec;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of jobs, shots, layers and tags, as OpenCue conforms them: lower case, {@code -} becomes {@code _}; a job
 * is {@code show-shot-user_suffix}. One class for XML, YAML and Java. Every method throws {@link
 * IllegalArgumentException} with a sentence when a text cannot become a name.
 */
public final class JobNames {
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern USER = Pattern.compile("[\\w.@+-]+");
    private static final Pattern FULL = Pattern.compile("[\\w.]+-[\\w.]+-[\\w.@+-]+?_[\\w.]+");

    private JobNames() {}

    /** A show as it is, without blanks around it. */
    public static String show(String text) {
        return checked("show", text.strip(), 1);
    }

    public static String shot(String text) {
        return conformed("shot", text);
    }

    public static String layer(String text) {
        return conformed("layer", text);
    }

    /** A host tag as it is, without blanks around it. */
    public static String tag(String text) {
        return checked("tag", text.strip(), SpecLimits.MIN_NAME);
    }

    /** The name of a limit or a service as it is, without blanks around it. */
    public static String plain(String what, String text) {
        return checked(what, text.strip(), 1);
    }

    /** A user other than root. */
    public static String user(String text) {
        String user = text.strip();
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the user is empty");
        }
        if (user.equals("root")) {
            throw new IllegalArgumentException("jobs cannot be launched as root");
        }
        if (user.length() > SpecLimits.MAX_USER || !USER.matcher(user).matches()) {
            throw new IllegalArgumentException("the user \"" + shown(user) + "\" is not a user name: up to "
                    + SpecLimits.MAX_USER + " letters, digits and . _ - @ +");
        }
        return user;
    }

    /**
     * The full name of a job of this show, shot and user.
     *
     * @param text the suffix, or the full name
     */
    public static String job(String show, String shot, String user, String text) {
        String prefix = prefix(show, shot, user);
        String suffix = text.strip().toLowerCase(Locale.ROOT);
        if (suffix.startsWith(prefix)) {
            suffix = suffix.substring(prefix.length());
        }
        suffix = suffix.replace('-', '_').replaceAll("_{2,}", "_");
        suffix = suffix.startsWith("_") ? suffix.substring(1) : suffix;
        return prefix + checked("job", suffix, SpecLimits.MIN_NAME);
    }

    /** {@code show-shot-user_}, lower case. */
    public static String prefix(String show, String shot, String user) {
        return (show + "-" + shot + "-" + user + "_").toLowerCase(Locale.ROOT);
    }

    /** Whether a text is a job's full name rather than a suffix: it names another show, shot or user by itself. */
    static boolean isFull(String text) {
        return FULL.matcher(text.strip()).matches();
    }

    /** Whether a text can be the name of a layer. */
    static boolean isName(String text) {
        String name = text.strip();
        return name.length() >= SpecLimits.MIN_NAME && NAME.matcher(name).matches();
    }

    private static String conformed(String what, String text) {
        return checked(what, text.strip().replace('-', '_').toLowerCase(Locale.ROOT), SpecLimits.MIN_NAME);
    }

    private static String checked(String what, String name, int least) {
        if (name.length() < least
                || name.length() > SpecLimits.MAX_NAME
                || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the " + what + " name \"" + shown(name) + "\" is not allowed: "
                    + (least > 1 ? least + " to " : "up to ") + SpecLimits.MAX_NAME
                    + " letters, digits, dots, dashes and underscores");
        }
        if (name.startsWith(".")) {
            throw new IllegalArgumentException("the " + what + " name \"" + name + "\" may not start with a dot");
        }
        return name;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
