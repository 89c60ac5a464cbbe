package io.cuegrid.api.token;

/**
 * Who a verified token speaks for.
 *
 * @param kind what sort of caller
 * @param subject the user's, host's or node's name
 */
public record Identity(TokenKind kind, String subject) {}
