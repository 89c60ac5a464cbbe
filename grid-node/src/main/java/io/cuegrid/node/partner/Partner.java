package io.cuegrid.node.partner;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A node that this one shared a grid with, or was told to join.
 *
 * @param id of the node's folder, eight hex digits; empty while only an address is known
 * @param name of the node; empty while only an address is known
 * @param memberAddress host:port where members reach it
 * @param grpcAddress host:port of its gRPC server; empty while only the member address is known
 */
public record Partner(String id, String name, String memberAddress, String grpcAddress) {
    private static final Pattern WORD = Pattern.compile("[\\w.:\\[\\]%-]*");

    /** @throws IllegalArgumentException when a part is no plain word: it is kept in a file of words */
    public Partner {
        for (String part : List.of(id, name, memberAddress, grpcAddress)) {
            if (!WORD.matcher(part).matches()) {
                throw new IllegalArgumentException("'" + part + "' is no name and no host:port");
            }
        }
        if (memberAddress.isEmpty()) {
            throw new IllegalArgumentException("a partner needs the address of its member");
        }
    }

    /** One of which only the address is known. */
    public static Partner at(String memberAddress) {
        return new Partner("", "", memberAddress, "");
    }

    /** For a sentence. */
    public String text() {
        return name.isEmpty() ? "the node at " + memberAddress : "node '" + name + "' at " + memberAddress;
    }

    boolean isSameAs(Partner other) {
        return memberAddress.equals(other.memberAddress) || (!id.isEmpty() && id.equals(other.id));
    }
}
