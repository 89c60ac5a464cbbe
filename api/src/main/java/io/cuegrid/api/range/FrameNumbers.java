package io.cuegrid.api.range;

import java.util.Arrays;

/** A set of frame numbers without boxes: open addressing over an array of twice the size. Threading: one thread. */
final class FrameNumbers {
    /** Marks a free slot; a frame of this number is kept in {@link #hasFreeMark}. */
    private static final int FREE = Integer.MIN_VALUE;

    private final int[] slots;
    private boolean hasFreeMark;

    /** @param expected the most numbers that will be added */
    FrameNumbers(int expected) {
        slots = new int[Integer.highestOneBit(Math.max(8, expected)) * 4];
        Arrays.fill(slots, FREE);
    }

    /** @return false when the number was there already */
    boolean add(int number) {
        if (number == FREE) {
            boolean added = !hasFreeMark;
            hasFreeMark = true;
            return added;
        }
        int slot = slotOf(number);
        if (slots[slot] == number) {
            return false;
        }
        slots[slot] = number;
        return true;
    }

    boolean contains(int number) {
        return number == FREE ? hasFreeMark : slots[slotOf(number)] == number;
    }

    private int slotOf(int number) {
        int mixed = number * 0x9E3779B9;
        int slot = (mixed ^ (mixed >>> 16)) & (slots.length - 1);
        while (slots[slot] != FREE && slots[slot] != number) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
