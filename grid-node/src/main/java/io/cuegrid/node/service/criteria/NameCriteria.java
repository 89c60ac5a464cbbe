package io.cuegrid.node.service.criteria;

import java.util.List;
import java.util.Set;

/**
 * Names as the search criteria of jobs and hosts ask for them: the lists are joined by AND, what is inside of one by
 * OR; an empty list asks for nothing.
 */
final class NameCriteria {
    private final Set<String> exact;
    private final List<SafePattern> patterns;
    private final List<String> parts;

    NameCriteria(List<String> exact, List<String> regex, List<String> substr) {
        this.exact = Set.copyOf(exact);
        this.patterns = regex.stream().map(SafePattern::of).toList();
        this.parts = List.copyOf(substr);
    }

    boolean matches(String name) {
        return (exact.isEmpty() || exact.contains(name))
                && (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.find(name)))
                && (parts.isEmpty() || parts.stream().anyMatch(name::contains));
    }
}
