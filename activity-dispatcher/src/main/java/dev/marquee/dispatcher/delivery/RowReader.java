package dev.marquee.dispatcher.delivery;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a row from left to right. What is never null in the table throws a {@link
 * NullPointerException} if it is. Not thread-safe.
 */
final class RowReader {
  private final Row row;
  private int column;

  RowReader(Row row) {
    this.row = row;
  }

  String text() {
    return Objects.requireNonNull(textOrNull());
  }

  @Nullable String textOrNull() {
    return row.getString(column++);
  }

  boolean flag() {
    return Objects.requireNonNull(flagOrNull());
  }

  @Nullable Boolean flagOrNull() {
    return row.getBoolean(column++);
  }

  int integer() {
    return row.getInteger(column++);
  }

  long bigint() {
    return row.getLong(column++);
  }

  Integer @Nullable [] integersOrNull() {
    return row.getArrayOfIntegers(column++);
  }

  @Nullable Instant timeOrNull() {
    OffsetDateTime time = row.getOffsetDateTime(column++);
    return time == null ? null : time.toInstant();
  }
}
