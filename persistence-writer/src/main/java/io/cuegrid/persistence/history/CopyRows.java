package io.cuegrid.persistence.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows of one table in PostgreSQL's binary COPY format, collected in one growing buffer that is reused. Many rows may be
 * {@link #stream streamed}: then the server takes them in while the next ones are collected.
 *
 * <p>Threading: one thread, the writer's.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;
    private static final int INITIAL_BYTES = 64 << 10;
    private static final int TEXT_BYTES_MAX_OF_CHAR = 3;
    /** The server counts from 2000-01-01. */
    private static final long EPOCH_2000_MILLIS = 946_684_800_000L;

    private static final long EPOCH_2000_DAY = 10_957;
    private static final long MICROS_OF_MILLI = 1_000;

    private final String table;
    private final String statement;
    private final int columns;
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);
    private int rows;
    private int streamedBytes;
    private @Nullable CopyIn streaming;

    CopyRows(String table, String... columns) {
        this.table = table;
        this.columns = columns.length;
        this.statement = "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)";
        clear();
    }

    String table() {
        return table;
    }

    int rows() {
        return rows;
    }

    int bytes() {
        return streamedBytes + buffer.position();
    }

    /** Bytes that were not handed to the server yet. */
    int waitingBytes() {
        return buffer.position();
    }

    /** Forgets all rows. What was streamed goes when the connection's transaction is rolled back or the connection closed. */
    void clear() {
        streaming = null;
        streamedBytes = 0;
        buffer.clear();
        buffer.put(SIGNATURE).putInt(0).putInt(0);
        rows = 0;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }

    /** Begins a row; its columns follow, each one once, in order. */
    CopyRows row() {
        room(Short.BYTES).putShort((short) columns);
        rows++;
        return this;
    }

    CopyRows putLong(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CopyRows putInt(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    CopyRows putBoolean(boolean value) {
        room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /** @param epochMillis 0 or less: null */
    CopyRows putTime(long epochMillis) {
        if (epochMillis <= 0) {
            room(Integer.BYTES).putInt(-1);
            return this;
        }
        return putLong((epochMillis - EPOCH_2000_MILLIS) * MICROS_OF_MILLI);
    }

    CopyRows putDay(long epochDay) {
        return putInt((int) (epochDay - EPOCH_2000_DAY));
    }

    /** Text or the name of an enum's value. A NUL, which the server does not take, becomes a space. */
    CopyRows putText(String value) {
        room(Integer.BYTES + value.length() * TEXT_BYTES_MAX_OF_CHAR);
        byte[] bytes = value.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        buffer.putInt(bytes.length).put(bytes);
        return this;
    }

    /** Hands what waits to the server and does not wait for it. Until {@link #send} the connection takes nothing else. */
    void stream(Connection connection) throws SQLException {
        CopyIn copy = begin(connection);
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        copy.flushCopy();
        streamedBytes += buffer.position();
        buffer.clear();
    }

    boolean isStreaming() {
        return streaming != null;
    }

    /** Ends what {@link #stream} began, so that the connection takes statements again; the transaction is to be rolled back. */
    void cancelStream() throws SQLException {
        CopyIn copy = streaming;
        streaming = null;
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private CopyIn begin(Connection connection) throws SQLException {
        CopyIn copy = streaming;
        if (copy == null) {
            copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            streaming = copy;
        }
        return copy;
    }

    /** Sends the rows in the connection's transaction. They count as here until {@link #clear}. */
    void send(Connection connection) throws SQLException {
        if (rows == 0) {
            return;
        }
        CopyIn copy = begin(connection);
        try {
            copy.writeToCopy(buffer.array(), 0, buffer.position());
            byte[] trailer = {-1, -1};
            copy.writeToCopy(trailer, 0, trailer.length);
            long written = copy.endCopy();
            if (written != rows) {
                throw new SQLException(table + " took " + written + " of " + rows + " rows");
            }
        } finally {
            streaming = null;
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    boolean isEmpty() {
        return rows == 0 && buffer.position() == HEADER_BYTES;
    }
}
