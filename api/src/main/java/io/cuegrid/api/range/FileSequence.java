package io.cuegrid.api.range;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a numbered sequence of files: {@code /shots/beauty.1-100####.exr}, {@code foo.0001-0020.tx} or, without
 * a range, {@code foo.####.exr}. The range counts up; frames are padded by the number of {@code #}, else by the width
 * of a first number that is written with leading zeros. Immutable.
 */
public final class FileSequence {
    private static final Pattern PATH = Pattern.compile("(.*\\.)([\\d#,\\-@x]+)(\\.[.\\w]+)", Pattern.DOTALL);
    private static final Pattern SPEC = Pattern.compile("([\\d,\\-x]*)(#*|@*)");
    private static final Pattern FIRST_NUMBER = Pattern.compile("-?\\d+");

    private final String prefix;
    private final String suffix;
    private final int padSize;
    private final @Nullable FrameSet frames;

    /** @throws IllegalArgumentException when the path is not one of a sequence, with the reason */
    public FileSequence(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a file sequence: \"" + path
                    + "\"; a sequence is written like name.1-10####.exr or name.####.exr");
        }
        Matcher spec = SPEC.matcher(parts.group(2));
        if (!spec.matches()) {
            throw new IllegalArgumentException("not a file sequence: \"" + path + "\": \"" + parts.group(2)
                    + "\" is not a range followed by #, @ or nothing");
        }
        prefix = parts.group(1);
        suffix = parts.group(3);
        String range = spec.group(1);
        frames = range.isEmpty() ? null : ascending(path, range);
        padSize = padSize(range, spec.group(2));
    }

    /** Everything before the frame number, the dot included. */
    public String prefix() {
        return prefix;
    }

    /** Everything after the frame number, from its dot on. */
    public String suffix() {
        return suffix;
    }

    /** The folder, without a slash at the end; empty when the path has none. */
    public String dirname() {
        int slash = prefix.lastIndexOf('/');
        return slash < 0 ? "" : prefix.substring(0, slash);
    }

    /** The name without folder, dot and number. */
    public String basename() {
        return prefix.substring(prefix.lastIndexOf('/') + 1, prefix.length() - 1);
    }

    /** Digits of a frame number, at least 1. */
    public int padSize() {
        return padSize;
    }

    /** The frames of the path, or null when it names none. */
    public @Nullable FrameSet frames() {
        return frames;
    }

    /** The file of one frame; the frame need not be part of the path's range. */
    public String file(int frame) {
        return prefix + String.format("%0" + padSize + "d", frame) + suffix;
    }

    /** The files of the frames given. */
    public List<String> files(FrameSet set) {
        return set.stream().mapToObj(this::file).toList();
    }

    /** @throws IllegalStateException when the path names no frames */
    public List<String> files() {
        return files(required());
    }

    /** The path as the player OpenRV takes it: {@code foo.1-10@@@@.exr}. */
    public String openRvPath() {
        return openRvPath(required());
    }

    /** As {@link #openRvPath()}, from the first to the last frame of a set. */
    public String openRvPath(FrameSet set) {
        return prefix + set.get(0) + "-" + set.get(set.size() - 1) + "@".repeat(padSize) + suffix;
    }

    private FrameSet required() {
        if (frames == null) {
            throw new IllegalStateException("the path names no frames: " + this);
        }
        return frames;
    }

    @Override
    public String toString() {
        return prefix + (frames == null ? "" : frames) + "#".repeat(padSize) + suffix;
    }

    private static FrameSet ascending(String path, String range) {
        FrameSet set;
        try {
            set = FrameSet.parse(range);
        } catch (FrameRangeException problem) {
            throw new IllegalArgumentException(
                    "not a file sequence: \"" + path + "\": " + problem.getMessage(), problem);
        }
        if (set.get(0) > set.get(set.size() - 1)) {
            throw new IllegalArgumentException("not a file sequence: \"" + path + "\": its range must count up");
        }
        return set;
    }

    private static int padSize(String range, String padding) {
        if (padding.startsWith("#")) {
            return padding.length();
        }
        Matcher first = FIRST_NUMBER.matcher(range);
        boolean padded = first.lookingAt() && (range.startsWith("0") || range.startsWith("-"));
        return padded ? first.group().length() : 1;
    }
}
