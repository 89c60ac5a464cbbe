package io.cuegrid.core.cell.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FitForestTest {
    private record Entry(int id, long key, long need) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFindWhatAPlainScanFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FitForest forest = new FitForest();
        int tree = forest.newTree();
        List<Entry> entries = new ArrayList<>();
        for (int step = 0; step < 6_000; step++) {
            int dice = random.nextInt(10);
            int most = step < 3_000 ? 800 : 20;
            if (entries.isEmpty() || (dice < 5 && entries.size() < most)) {
                Entry entry = new Entry(freeId(entries, random), random.nextInt(1_000), need(random));
                forest.insert(tree, entry.id(), entry.key(), entry.need());
                entries.add(entry);
            } else if (dice < 8) {
                Entry entry = entries.remove(random.nextInt(entries.size()));
                forest.remove(tree, entry.id());
            } else {
                int at = random.nextInt(entries.size());
                Entry changed = new Entry(entries.get(at).id(), random.nextInt(1_000), need(random));
                forest.update(tree, changed.id(), changed.key(), changed.need());
                entries.set(at, changed);
            }
            assertThat(forest.size(tree)).isEqualTo(entries.size());
            compare(forest, tree, entries, need(random), seed);
            compareWithoutVain(forest, tree, entries, random, seed);
        }
    }

    private static int freeId(List<Entry> entries, SplittableRandom random) {
        int id = random.nextInt(2_000) - 1_000;
        while (contains(entries, id)) {
            id++;
        }
        return id;
    }

    private static boolean contains(List<Entry> entries, int id) {
        return entries.stream().anyMatch(entry -> entry.id() == id);
    }

    private static long need(SplittableRandom random) {
        return Need.of(random.nextInt(3_000), 1L << random.nextInt(30), random.nextInt(4), 0, random.nextInt(5) == 0);
    }

    private static void compare(FitForest forest, int tree, List<Entry> entries, long room, long seed) {
        List<Long> expected = entries.stream()
                .filter(entry -> Need.fits(entry.need(), room))
                .sorted(Comparator.comparingLong(Entry::key))
                .map(Entry::key)
                .toList();
        List<Long> found = new ArrayList<>();
        for (int at = forest.first(tree, room); at >= 0; at = forest.next(at, room)) {
            found.add(forest.keyAt(at));
        }
        assertThat(found).as("seed " + seed).isEqualTo(expected);
    }

    private static void compareWithoutVain(
            FitForest forest, int tree, List<Entry> entries, SplittableRandom random, long seed) {
        NoRoom vain = new NoRoom();
        for (int i = random.nextInt(3); i > 0; i--) {
            vain.add(need(random));
        }
        long room = need(random);
        List<Long> expected = entries.stream()
                .filter(entry -> Need.fits(entry.need(), room) && !vain.covers(entry.need()))
                .sorted(Comparator.comparingLong(Entry::key))
                .map(Entry::key)
                .toList();
        List<Long> found = new ArrayList<>();
        for (int at = forest.first(tree, room, vain); at >= 0; at = forest.next(at, room, vain)) {
            found.add(forest.keyAt(at));
        }
        assertThat(found).as("seed " + seed).isEqualTo(expected);
    }
}
