package io.cuegrid.outline;

import io.cuegrid.api.document.LayerKind;

/** What a layer is for. */
public enum LayerType {
    /** Makes pictures. */
    RENDER(LayerKind.RENDER),
    /** Helps: copies, converts, checks. */
    UTIL(LayerKind.UTIL),
    /** Runs in a job of its own when the rest of the job has ended, however it ended. */
    POST(LayerKind.POST);

    private final LayerKind kind;

    LayerType(LayerKind kind) {
        this.kind = kind;
    }

    LayerKind kind() {
        return kind;
    }
}
