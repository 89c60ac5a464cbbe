package io.cuegrid.node.grid;

/** Numbers by which members tell each other's serialised classes apart. Never change one, never use one again. */
public final class SerialIds {
    /** Of all processors of this project. */
    public static final int FACTORY = 8440;

    public static final int BATCH_BACKUP = 1;
    public static final int LEAD_BACKUP = 2;
    public static final int CREATE_BACKUP = 3;
    public static final int LOCAL_ONLY = 4;

    static final int TYPE_CELL_KEY = 84401;
    static final int TYPE_HOSTED_REPLICA = 84402;

    private SerialIds() {}
}
