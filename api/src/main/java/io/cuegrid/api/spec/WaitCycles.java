package io.cuegrid.api.spec;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.spec.DependKind.End;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds whole layers and jobs that wait for each other. Looks at depends of layers and jobs on layers and jobs and at
 * frame-by-frame ones; a layer that waits for the previous frames of another may well be waited for by it. Threading:
 * one thread.
 */
final class WaitCycles {
    private static final String START = " (start)";
    private static final String END = " (end)";

    /** Node to the nodes it waits for, with the place of the depend. */
    private final Map<String, Map<String, SpecPosition>> waitsFor = new LinkedHashMap<>();

    /** Nothing of a job runs before its start; its end needs all of its layers. */
    void job(String job, Collection<String> layers) {
        for (String layer : layers) {
            wait(job + "/" + layer, job + START, SpecPosition.NONE);
            wait(job + END, job + "/" + layer, SpecPosition.NONE);
        }
    }

    void add(DependKind kind, DependDocument depend, SpecPosition at) {
        if (kind == DependKind.PREVIOUS_FRAME || kind.waiting() == End.FRAME || kind.on() == End.FRAME) {
            return;
        }
        String waiting =
                kind.waiting() == End.JOB ? depend.getErJob() + START : depend.getErJob() + "/" + depend.getErLayer();
        String on = kind.on() == End.JOB ? depend.getOnJob() + END : depend.getOnJob() + "/" + depend.getOnLayer();
        wait(waiting, on, at);
    }

    /** Tells the first circle there is. Depth first, without recursion: chains may be thousands of layers long. */
    void check(SpecProblems problems) {
        Set<String> done = new HashSet<>();
        for (String root : waitsFor.keySet()) {
            Deque<String> path = new ArrayDeque<>();
            Set<String> onPath = new HashSet<>();
            Deque<Iterator<String>> open = new ArrayDeque<>();
            enter(root, path, onPath, open);
            while (!open.isEmpty()) {
                if (!open.peek().hasNext()) {
                    open.pop();
                    String left = path.removeLast();
                    onPath.remove(left);
                    done.add(left);
                    continue;
                }
                String next = open.peek().next();
                if (onPath.contains(next)) {
                    tell(problems, path, next);
                    return;
                }
                if (!done.contains(next)) {
                    enter(next, path, onPath, open);
                }
            }
        }
    }

    private void enter(String node, Deque<String> path, Set<String> onPath, Deque<Iterator<String>> open) {
        path.addLast(node);
        onPath.add(node);
        open.push(waitsFor.getOrDefault(node, Map.of()).keySet().iterator());
    }

    private void wait(String waiting, String on, SpecPosition at) {
        waitsFor.computeIfAbsent(waiting, none -> new LinkedHashMap<>()).putIfAbsent(on, at);
    }

    private void tell(SpecProblems problems, Deque<String> path, String closing) {
        List<String> circle = new ArrayList<>(path);
        circle = new ArrayList<>(circle.subList(circle.indexOf(closing), circle.size()));
        circle.add(closing);
        SpecPosition at = SpecPosition.NONE;
        List<String> told = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            String node = circle.get(i);
            if (!node.endsWith(START) && !node.endsWith(END)) {
                told.add(node.substring(node.indexOf('/') + 1));
            }
            SpecPosition edge = i + 1 == circle.size()
                    ? SpecPosition.NONE
                    : waitsFor.getOrDefault(node, Map.of()).getOrDefault(circle.get(i + 1), SpecPosition.NONE);
            at = at.line() == 0 ? edge : at;
        }
        if (told.isEmpty()) {
            told.add(closing.substring(0, closing.lastIndexOf(' ')));
        }
        problems.add(at, "these wait for each other for ever: " + String.join(" → ", told));
    }
}
