package io.cuegrid.outline.yaml;

import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecProblems;
import io.cuegrid.api.spec.Suggestions;
import io.cuegrid.outline.yaml.YamlNode.Entry;
import io.cuegrid.outline.yaml.YamlNode.Mapping;
import io.cuegrid.outline.yaml.YamlNode.Scalar;
import io.cuegrid.outline.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes values of the expected shape out of a mapping; another shape is a problem. Threading: one thread. */
final class YamlValues {
    private final SpecProblems problems;

    YamlValues(SpecProblems problems) {
        this.problems = problems;
    }

    void checkKeys(Mapping mapping, Set<String> known, String what) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(
                        entry.keyAt(),
                        "\"" + key + "\" is not a key of " + what + Suggestions.didYouMean(key, new TreeSet<>(known)));
            }
        });
    }

    /** A single value that must be there; an empty text when it is not. */
    Given required(Mapping mapping, String key, String what) {
        Given given = scalar(mapping, key);
        if (given == null) {
            if (!mapping.entries().containsKey(key)) {
                problems.add(mapping.at(), what + " has no " + key);
            }
            return new Given("", mapping.at());
        }
        return given;
    }

    void scalar(Mapping mapping, String key, Consumer<Given> consumer) {
        Given given = scalar(mapping, key);
        if (given != null) {
            consumer.accept(given);
        }
    }

    @Nullable
    Given scalar(Mapping mapping, String key) {
        Entry entry = mapping.entries().get(key);
        return entry == null ? null : asScalar(entry.value(), key);
    }

    @Nullable
    Given asScalar(YamlNode node, String what) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            return scalar.given();
        }
        problems.add(
                node.at(),
                node instanceof Scalar
                        ? "\"" + what + "\" has no value"
                        : "\"" + what + "\" is a single value, not " + node.kind());
        return null;
    }

    @Nullable
    Mapping asMapping(YamlNode node, String what) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        problems.add(node.at(), what + " is written as keys with values, not as " + node.kind());
        return null;
    }

    /** Keys with single values, like variables. */
    void mapping(Mapping mapping, String key, BiConsumer<Given, Given> consumer) {
        Entry entry = mapping.entries().get(key);
        Mapping found = entry == null ? null : asMapping(entry.value(), "\"" + key + "\"");
        if (found != null) {
            found.entries().forEach((name, value) -> {
                Given given = value.value() instanceof Scalar scalar ? scalar.given() : asScalar(value.value(), name);
                if (given != null) {
                    consumer.accept(new Given(name, value.keyAt()), given);
                }
            });
        }
    }

    /** The items of a list; empty when the key is not there. */
    List<YamlNode> list(Mapping mapping, String key) {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return List.of();
        }
        if (entry.value() instanceof Sequence sequence) {
            return sequence.items();
        }
        problems.add(entry.value().at(), "\"" + key + "\" is a list, each item after a dash");
        return List.of();
    }

    /** The items of a list, or the one value. */
    List<YamlNode> listOrOne(Mapping mapping, String key) {
        Entry entry = mapping.entries().get(key);
        return entry == null || entry.value() instanceof Sequence ? list(mapping, key) : List.of(entry.value());
    }

    /** Single values of a list, or one value. */
    List<Given> scalars(Mapping mapping, String key) {
        List<Given> found = new ArrayList<>();
        for (YamlNode node : listOrOne(mapping, key)) {
            Given given = asScalar(node, key);
            if (given != null) {
                found.add(given);
            }
        }
        return found;
    }
}
