package io.cuegrid.core.cell.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Many ordered trees (B+) whose nodes know the smallest need below them, so that the first entry in order that fits into
 * some room is found without looking at those that do not. Entries are small ints; each is in at most one tree of a
 * forest, and the forest knows its leaf, so that changing or removing one needs no search.
 *
 * <pre>
 *   node: up to 16 slots of (smallest key below, smallest need of each lane below, child)
 * </pre>
 *
 * A node's lanes may come from different entries, so a search can enter a node in vain; it then goes on to the next.
 * Nodes lie in pages; growth copies none. Derived state: made again after a restore. What a search finds does not depend
 * on the shape of the tree.
 *
 * <p>Threading: that of the cell.
 */
public final class FitForest {
    private static final int FAN = 16;
    private static final int FAN_SHIFT = 4;
    private static final int LOW = 4;
    private static final int PAGE_SHIFT = 8;
    private static final int PAGE_NODES = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_NODES - 1;
    private static final int NONE = -1;

    private long[][] keys = new long[4][];
    private long[][] needs = new long[4][];
    private int[][] children = new int[4][];
    private int[] parents = new int[0];
    private byte[] counts = new byte[0];
    private byte[] heights = new byte[0];
    private int nodes;
    private int freeNode = NONE;

    private int[] roots = new int[16];
    private long[] treeNeeds = new long[16];
    private int[] sizes = new int[16];
    private int trees;
    private int freeTree = NONE;

    private int[] leafOf = new int[64];
    private int[] leafOfNegative = new int[0];

    public FitForest() {
        Arrays.fill(leafOf, NONE);
    }

    /** A new, empty tree. */
    public int newTree() {
        int tree;
        if (freeTree != NONE) {
            tree = freeTree;
            freeTree = roots[tree];
        } else {
            if (trees == roots.length) {
                roots = Arrays.copyOf(roots, trees * 2);
                treeNeeds = Arrays.copyOf(treeNeeds, trees * 2);
                sizes = Arrays.copyOf(sizes, trees * 2);
            }
            tree = trees++;
        }
        roots[tree] = NONE;
        treeNeeds[tree] = Need.CLOSED;
        sizes[tree] = 0;
        return tree;
    }

    /** Forgets an empty tree. */
    public void freeTree(int tree) {
        if (sizes[tree] != 0) {
            throw new IllegalStateException("tree " + tree + " still has " + sizes[tree] + " entries");
        }
        roots[tree] = freeTree;
        freeTree = tree;
    }

    public int size(int tree) {
        return sizes[tree];
    }

    /** The smallest need of each lane in the tree; {@link Need#CLOSED} when it is empty. */
    public long need(int tree) {
        return treeNeeds[tree];
    }

    /** The smallest key of a tree that has entries. */
    public long firstKey(int tree) {
        return key(roots[tree], 0);
    }

    public boolean contains(int entry) {
        return leaf(entry) != NONE;
    }

    public void insert(int tree, int entry, long key, long need) {
        int node = roots[tree];
        if (node == NONE) {
            node = newNode(0);
            roots[tree] = node;
        }
        while (heights[node] > 0) {
            node = child(node, lastNotAbove(node, key));
        }
        if (counts[node] == FAN) {
            int right = split(tree, node);
            if (key(right, 0) <= key) {
                node = right;
            }
        }
        int slot = lastNotAbove(node, key);
        if (counts[node] > 0 && key(node, slot) <= key) {
            slot++;
        }
        insertAt(node, slot, key, need, entry);
        setLeaf(entry, node);
        sizes[tree]++;
        propagate(tree, node);
    }

    public void remove(int tree, int entry) {
        int node = leaf(entry);
        removeAt(node, slotOf(node, entry));
        setLeaf(entry, NONE);
        sizes[tree]--;
        while (counts[node] == 0) {
            int parent = parents[node];
            if (parent == NONE) {
                roots[tree] = NONE;
                treeNeeds[tree] = Need.CLOSED;
                freeNode(node);
                return;
            }
            removeAt(parent, slotOf(parent, node));
            freeNode(node);
            node = parent;
        }
        propagate(tree, node);
        if (counts[node] <= LOW) {
            joinNeighbour(tree, node);
        }
    }

    /** Changes what an entry asks for. */
    public void updateNeed(int tree, int entry, long need) {
        int node = leaf(entry);
        int slot = slotOf(node, entry);
        long[] page = needs[node >> PAGE_SHIFT];
        int at = at(node, slot);
        if (page[at] != need) {
            page[at] = need;
            propagate(tree, node);
        }
    }

    /** Changes where an entry stands and what it asks for. */
    public void update(int tree, int entry, long key, long need) {
        int node = leaf(entry);
        int slot = slotOf(node, entry);
        int last = counts[node] - 1;
        boolean stays = parents[node] == NONE || (key >= key(node, 0) && key <= key(node, last));
        if (!stays) {
            remove(tree, entry);
            insert(tree, entry, key, need);
            return;
        }
        while (slot < last && key(node, slot + 1) <= key) {
            copySlot(node, slot + 1, node, slot);
            slot++;
        }
        while (slot > 0 && key(node, slot - 1) > key) {
            copySlot(node, slot - 1, node, slot);
            slot--;
        }
        setSlot(node, slot, key, need, entry);
        propagate(tree, node);
    }

    /** The key of an entry that is in a tree. */
    public long keyOf(int entry) {
        int node = leaf(entry);
        return key(node, slotOf(node, entry));
    }

    /** The need of an entry that is in a tree. */
    public long needOf(int entry) {
        int node = leaf(entry);
        return needs[node >> PAGE_SHIFT][at(node, slotOf(node, entry))];
    }

    /** The first entry in order that fits, as a position for {@link #entryAt} and {@link #next}; -1: none. */
    public int first(int tree, long room) {
        return first(tree, room, null);
    }

    /** The next one after a position; the tree must not have been reordered since. */
    public int next(int position, long room) {
        return next(position, room, null);
    }

    /** The first entry in order that fits and is not known to be in vain. */
    int first(int tree, long room, @Nullable NoRoom vain) {
        int root = roots[tree];
        if (root == NONE || !Need.fits(treeNeeds[tree], room)) {
            return NONE;
        }
        return search(root, 0, room, vain);
    }

    /** The next one after a position that is not known to be in vain. */
    int next(int position, long room, @Nullable NoRoom vain) {
        return search(position >> FAN_SHIFT, (position & (FAN - 1)) + 1, room, vain);
    }

    public int entryAt(int position) {
        return child(position >> FAN_SHIFT, position & (FAN - 1));
    }

    public long keyAt(int position) {
        return key(position >> FAN_SHIFT, position & (FAN - 1));
    }

    private int search(int from, int fromSlot, long room, @Nullable NoRoom vain) {
        int node = from;
        int slot = fromSlot;
        while (true) {
            long[] page = needs[node >> PAGE_SHIFT];
            int base = (node & PAGE_MASK) << FAN_SHIFT;
            int count = counts[node];
            while (slot < count && (!Need.fits(page[base + slot], room) || isVain(page[base + slot], vain))) {
                slot++;
            }
            if (slot < count) {
                if (heights[node] == 0) {
                    return node << FAN_SHIFT | slot;
                }
                node = child(node, slot);
                slot = 0;
            } else {
                int parent = parents[node];
                if (parent == NONE) {
                    return NONE;
                }
                slot = slotOf(parent, node) + 1;
                node = parent;
            }
        }
    }

    private static boolean isVain(long need, @Nullable NoRoom vain) {
        return vain != null && vain.covers(need);
    }

    private void propagate(int tree, int from) {
        int node = from;
        while (true) {
            int count = counts[node];
            long[] page = needs[node >> PAGE_SHIFT];
            int base = (node & PAGE_MASK) << FAN_SHIFT;
            long smallest = page[base];
            for (int slot = 1; slot < count; slot++) {
                smallest = Need.min(smallest, page[base + slot]);
            }
            int parent = parents[node];
            if (parent == NONE) {
                treeNeeds[tree] = smallest;
                return;
            }
            int at = at(parent, slotOf(parent, node));
            long firstKey = keys[node >> PAGE_SHIFT][base];
            long[] parentNeeds = needs[parent >> PAGE_SHIFT];
            long[] parentKeys = keys[parent >> PAGE_SHIFT];
            if (parentNeeds[at] == smallest && parentKeys[at] == firstKey) {
                return;
            }
            parentNeeds[at] = smallest;
            parentKeys[at] = firstKey;
            node = parent;
        }
    }

    /** Moves the upper half of a full node to a new one behind it. */
    private int split(int tree, int node) {
        int parent = parents[node];
        if (parent != NONE && counts[parent] == FAN) {
            split(tree, parent);
            parent = parents[node];
        }
        if (parent == NONE) {
            parent = newNode(heights[node] + 1);
            roots[tree] = parent;
            insertAt(parent, 0, key(node, 0), Need.CLOSED, node);
            parents[node] = parent;
        }
        int right = newNode(heights[node]);
        int half = FAN / 2;
        for (int slot = half; slot < FAN; slot++) {
            moveSlot(node, slot, right, slot - half);
        }
        counts[node] = (byte) half;
        counts[right] = (byte) (FAN - half);
        insertAt(parent, slotOf(parent, node) + 1, key(right, 0), Need.CLOSED, right);
        parents[right] = parent;
        propagate(tree, node);
        propagate(tree, right);
        return right;
    }

    /** Joins a node that has become small with one beside it, and shortens a root that has one child only. */
    private void joinNeighbour(int tree, int node) {
        int parent = parents[node];
        if (parent == NONE) {
            if (heights[node] > 0 && counts[node] == 1) {
                int only = child(node, 0);
                parents[only] = NONE;
                roots[tree] = only;
                freeNode(node);
                propagate(tree, only);
            }
            return;
        }
        int slot = slotOf(parent, node);
        int left = slot > 0 ? slot - 1 : slot;
        if (left + 1 >= counts[parent]) {
            joinNeighbour(tree, parent);
            return;
        }
        int a = child(parent, left);
        int b = child(parent, left + 1);
        if (counts[a] + counts[b] > FAN - LOW) {
            return;
        }
        int count = counts[a];
        for (int i = 0; i < counts[b]; i++) {
            moveSlot(b, i, a, count + i);
        }
        counts[a] += counts[b];
        removeAt(parent, left + 1);
        freeNode(b);
        propagate(tree, a);
        if (counts[parent] <= LOW) {
            joinNeighbour(tree, parent);
        }
    }

    private void moveSlot(int from, int fromSlot, int to, int toSlot) {
        copySlot(from, fromSlot, to, toSlot);
        int moved = child(to, toSlot);
        if (heights[to] == 0) {
            setLeaf(moved, to);
        } else {
            parents[moved] = to;
        }
    }

    /** The last slot whose key is not above; 0 when all are. */
    private int lastNotAbove(int node, long key) {
        int slot = counts[node] - 1;
        while (slot > 0 && key(node, slot) > key) {
            slot--;
        }
        return Math.max(0, slot);
    }

    private int slotOf(int node, int child) {
        int[] page = children[node >> PAGE_SHIFT];
        int base = (node & PAGE_MASK) << FAN_SHIFT;
        int slot = 0;
        while (page[base + slot] != child) {
            slot++;
        }
        return slot;
    }

    private void insertAt(int node, int slot, long key, long need, int child) {
        for (int i = counts[node]; i > slot; i--) {
            copySlot(node, i - 1, node, i);
        }
        counts[node]++;
        setSlot(node, slot, key, need, child);
    }

    private void removeAt(int node, int slot) {
        int count = --counts[node];
        for (int i = slot; i < count; i++) {
            copySlot(node, i + 1, node, i);
        }
    }

    private void copySlot(int from, int fromSlot, int to, int toSlot) {
        int source = at(from, fromSlot);
        int target = at(to, toSlot);
        keys[to >> PAGE_SHIFT][target] = keys[from >> PAGE_SHIFT][source];
        needs[to >> PAGE_SHIFT][target] = needs[from >> PAGE_SHIFT][source];
        children[to >> PAGE_SHIFT][target] = children[from >> PAGE_SHIFT][source];
    }

    private void setSlot(int node, int slot, long key, long need, int child) {
        int at = at(node, slot);
        keys[node >> PAGE_SHIFT][at] = key;
        needs[node >> PAGE_SHIFT][at] = need;
        children[node >> PAGE_SHIFT][at] = child;
    }

    private long key(int node, int slot) {
        return keys[node >> PAGE_SHIFT][at(node, slot)];
    }

    private int child(int node, int slot) {
        return children[node >> PAGE_SHIFT][at(node, slot)];
    }

    private static int at(int node, int slot) {
        return (node & PAGE_MASK) << FAN_SHIFT | slot;
    }

    private int newNode(int height) {
        int node;
        if (freeNode != NONE) {
            node = freeNode;
            freeNode = parents[node];
        } else {
            int page = nodes >> PAGE_SHIFT;
            if (page == keys.length) {
                keys = Arrays.copyOf(keys, page * 2);
                needs = Arrays.copyOf(needs, page * 2);
                children = Arrays.copyOf(children, page * 2);
            }
            if ((nodes & PAGE_MASK) == 0) {
                keys[page] = new long[PAGE_NODES << FAN_SHIFT];
                needs[page] = new long[PAGE_NODES << FAN_SHIFT];
                children[page] = new int[PAGE_NODES << FAN_SHIFT];
            }
            if (nodes == parents.length) {
                int length = Math.max(PAGE_NODES, nodes * 2);
                parents = Arrays.copyOf(parents, length);
                counts = Arrays.copyOf(counts, length);
                heights = Arrays.copyOf(heights, length);
            }
            node = nodes++;
        }
        parents[node] = NONE;
        counts[node] = 0;
        heights[node] = (byte) height;
        return node;
    }

    private void freeNode(int node) {
        parents[node] = freeNode;
        freeNode = node;
    }

    private int leaf(int entry) {
        if (entry >= 0) {
            return entry < leafOf.length ? leafOf[entry] : NONE;
        }
        return ~entry < leafOfNegative.length ? leafOfNegative[~entry] : NONE;
    }

    private void setLeaf(int entry, int node) {
        if (entry >= 0) {
            if (entry >= leafOf.length) {
                leafOf = grown(leafOf, entry);
            }
            leafOf[entry] = node;
        } else {
            if (~entry >= leafOfNegative.length) {
                leafOfNegative = grown(leafOfNegative, ~entry);
            }
            leafOfNegative[~entry] = node;
        }
    }

    private static int[] grown(int[] array, int index) {
        int[] larger = Arrays.copyOf(array, Math.max(array.length * 2, index + 1));
        Arrays.fill(larger, array.length, larger.length, NONE);
        return larger;
    }
}
