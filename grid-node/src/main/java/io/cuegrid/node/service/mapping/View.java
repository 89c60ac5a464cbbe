package io.cuegrid.node.service.mapping;

import io.cuegrid.node.service.catalog.Catalog;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;

/**
 * All that one request needs to turn rows into messages; everything in it is read at most once.
 *
 * <p>Threading: one request.
 */
public final class View {
    private final Farm farm;
    private final Catalog catalog;
    private final Vitals vitals;
    private final Comments comments;
    private final Lookups lookups;
    private final Usage usage;

    public View(Farm farm) {
        this.farm = farm;
        this.catalog = farm.catalog();
        this.vitals = new Vitals(farm);
        this.comments = new Comments(catalog);
        this.lookups = new Lookups(farm);
        this.usage = new Usage(farm);
    }

    public Farm farm() {
        return farm;
    }

    public Ids ids() {
        return farm.ids();
    }

    public Catalog catalog() {
        return catalog;
    }

    public Vitals vitals() {
        return vitals;
    }

    public Comments comments() {
        return comments;
    }

    public Lookups lookups() {
        return lookups;
    }

    public Usage usage() {
        return usage;
    }

    public long nowMillis() {
        return farm.nowMillis();
    }
}
