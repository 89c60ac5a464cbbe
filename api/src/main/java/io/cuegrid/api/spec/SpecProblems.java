package io.cuegrid.api.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one submission. Threading: one thread. */
public final class SpecProblems {
    /** How many are told; a text with more is broken as a whole. */
    public static final int MAX_PROBLEMS = 100;

    private final List<SpecProblem> problems = new ArrayList<>();
    private int untold;

    public void add(SpecPosition position, String sentence) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new SpecProblem(position, sentence));
        } else {
            untold++;
        }
    }

    /** Adds what a parser or a rule of names said. */
    public void add(SpecPosition position, IllegalArgumentException problem) {
        add(position, String.valueOf(problem.getMessage()));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Ends the reading of a submission that has problems. */
    public void throwIfAny() throws SpecException {
        if (problems.isEmpty()) {
            return;
        }
        List<SpecProblem> sorted = new ArrayList<>(problems);
        sorted.sort(
                Comparator.comparing((SpecProblem problem) -> problem.position().line() == 0)
                        .thenComparingInt(problem -> problem.position().line())
                        .thenComparingInt(problem -> problem.position().column()));
        if (untold > 0) {
            sorted.add(new SpecProblem(SpecPosition.NONE, "and " + untold + " more problems"));
        }
        throw new SpecException(sorted);
    }
}
