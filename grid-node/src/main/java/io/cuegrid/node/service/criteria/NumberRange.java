package io.cuegrid.node.service.criteria;

import io.cuegrid.node.service.rpc.Problem;

/**
 * A range of decimal numbers as criteria give it: {@code "A-B"}, or {@code "A"} for A and more.
 *
 * @param min included
 * @param max included
 */
record NumberRange(double min, double max) {

    /**
     * @param what of the range, for the sentence
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when it is none
     */
    static NumberRange parse(String text, String what) {
        int dash = text.indexOf('-');
        try {
            if (dash < 0) {
                return new NumberRange(number(text), Double.MAX_VALUE);
            }
            return new NumberRange(number(text.substring(0, dash)), number(text.substring(dash + 1)));
        } catch (NumberFormatException noNumber) {
            throw Problem.invalid("'" + text + "' is no " + what + ". Write it like 1.5-4, or 1.5 for 1.5 and more.");
        }
    }

    private static double number(String text) {
        double value = Double.parseDouble(text.strip());
        if (Double.isNaN(value) || Double.isInfinite(value) || value < 0) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    boolean holds(double value) {
        return value >= min && value <= max;
    }
}
