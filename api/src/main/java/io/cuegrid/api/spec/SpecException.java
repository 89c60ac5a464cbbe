package io.cuegrid.api.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A submission is refused. Its message lists every problem, a line each, in the order of the text. */
public final class SpecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    public SpecException(List<SpecProblem> problems) {
        super(problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
