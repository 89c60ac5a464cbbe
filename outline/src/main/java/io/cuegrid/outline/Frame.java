package io.cuegrid.outline;

import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.spec.Given;

/** A layer of a single frame: the first one of the outline's range. A range of its own is not taken. */
public abstract class Frame extends Layer {

    protected Frame(String name) {
        super(name);
    }

    protected Frame(Given name) {
        super(name);
    }

    /** Not possible. @throws OutlineException always */
    @Override
    public final Layer range(String value) {
        throw new OutlineException("the layer " + name() + " is a single frame: it has no range of its own");
    }

    @Override
    public Given frames() {
        Given whole = isAdded() ? outline().givenRange() : null;
        return whole == null ? Given.of(DEFAULT_RANGE) : firstOf(whole);
    }

    static Given firstOf(Given range) {
        return new Given(Integer.toString(FrameSet.parse(range.text()).get(0)), range.at());
    }
}
