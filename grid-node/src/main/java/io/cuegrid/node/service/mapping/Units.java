package io.cuegrid.node.service.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** From the grid's units to those of OpenCue's messages. */
public final class Units {
    /** Core units of one core. */
    public static final int CORE = 100;

    /** No cap. */
    public static final int NONE = -1;

    private static final Pattern LIST = Pattern.compile("[\\s,|]+");

    private Units() {}

    /** Cores with two decimals; -1 stays -1. */
    public static float cores(long coreUnits) {
        return coreUnits == NONE ? NONE : (float) (coreUnits / (double) CORE);
    }

    /** Core units of a request that gives cores with a fraction; -1 stays -1. */
    public static int coreUnits(float cores) {
        return cores == NONE ? NONE : clamp(Math.round((double) cores * CORE));
    }

    /** Core units of a request in whole cores: the fraction is dropped; -1 stays -1. */
    public static int wholeCoreUnits(float cores) {
        return cores == NONE ? NONE : clamp(((long) cores) * CORE);
    }

    /** Cores with two decimals as text. */
    static String coresText(int coreUnits) {
        long units = Math.abs((long) coreUnits);
        long hundredths = units % CORE;
        return (coreUnits < 0 ? "-" : "") + units / CORE + (hundredths < 10 ? ".0" : ".") + hundredths;
    }

    /** Epoch seconds, 0 for never. */
    public static int seconds(long millis) {
        return clamp(Math.max(0, millis / 1_000));
    }

    /** The nearest int. */
    public static int clamp(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** The words of a list that is kept as one text. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : LIST.split(text)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
