package io.cuegrid.node.service.launch;

import io.cuegrid.node.service.rpc.Problem;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a launch, so that it is told at once. Threading: one launch. */
final class Problems {
    /** Told at most. */
    static final int TOLD_MAX = 100;

    private final List<String> sentences = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    StatusRuntimeException refusal() {
        List<String> told = new ArrayList<>(sentences.subList(0, Math.min(TOLD_MAX, sentences.size())));
        if (sentences.size() > TOLD_MAX) {
            told.add("and " + (sentences.size() - TOLD_MAX) + " more problems");
        }
        return Problem.invalid("The launch is refused:\n" + String.join("\n", told));
    }

    void throwIfAny() {
        if (!isEmpty()) {
            throw refusal();
        }
    }
}
