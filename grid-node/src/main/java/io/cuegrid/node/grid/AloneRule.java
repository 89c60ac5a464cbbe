package io.cuegrid.node.grid;

/** Whether a member without any other may decide. Threading: any thread. */
public interface AloneRule {

    /** A node that never has partners. */
    AloneRule SINGLE = new AloneRule() {
        @Override
        public boolean mayGoOnAlone() {
            return true;
        }

        @Override
        public boolean hasPartners() {
            return false;
        }
    };

    /** All that was ever acknowledged is in this node's own files, and it is written down that it goes on alone. */
    boolean mayGoOnAlone();

    /** Whether others are meant to hold copies, be they here or not. */
    boolean hasPartners();
}
