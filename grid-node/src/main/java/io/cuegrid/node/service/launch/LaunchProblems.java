package io.cuegrid.node.service.launch;

import io.cuegrid.api.spec.SpecException;
import io.cuegrid.api.spec.SpecPosition;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.node.service.rpc.Problem;
import io.grpc.StatusRuntimeException;

/** Collects everything that is wrong with a launch, so that it is told at once. Threading: one launch. */
final class LaunchProblems {
    private final SpecProblems problems = new SpecProblems();

    void add(String sentence) {
        problems.add(SpecPosition.NONE, sentence);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Of a launch that has some. */
    StatusRuntimeException refusal() {
        try {
            problems.throwIfAny();
        } catch (SpecException wrong) {
            return Problem.invalid("The launch is refused:\n" + wrong.getMessage());
        }
        throw new IllegalStateException("nothing is wrong with this launch");
    }

    void throwIfAny() {
        if (!isEmpty()) {
            throw refusal();
        }
    }
}
