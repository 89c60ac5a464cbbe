package io.cuegrid.persistence.journal;

/** How a replica came to the state that a segment begins after. */
public enum SegmentStart {
    /** It was empty: the machine was created. */
    CREATED,
    /** It was rebuilt here, from this folder: the segment goes on where the one before ends. */
    CONTINUED,
    /** It arrived from another member: this folder has no way to that state but a snapshot of the segment. */
    COPIED
}
