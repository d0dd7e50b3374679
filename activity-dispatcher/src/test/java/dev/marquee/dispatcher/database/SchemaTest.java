package dev.marquee.dispatcher.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.ActivityDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the costed plan says of the tables, asked of the migrated database. */
@Timeout(60)
class SchemaTest {
  private static ActivityDatabase database;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void everyTableAndColumnOfThePlanIsExplained() {
    // When
    var unexplained =
        database.texts(
            """
            select t.name || coalesce('.' || c.attname, '')
            from unnest(array['users', 'shows', 'bookings', 'devices', 'instances', 'activities',
              'fanouts', 'history']) as t (name)
            cross join lateral (
              select attnum, attname::text from pg_attribute
              where attrelid = t.name::regclass and attnum > 0 and not attisdropped
              union all select 0, null) c
            where col_description(t.name::regclass, c.attnum) is null
              and (c.attnum > 0 or obj_description(t.name::regclass) is null)
            """);

    // Then
    assertThat(unexplained).isEmpty();
  }

  @Test
  void activitiesKeepRoomForUpdatesInPlaceAndHaveNoForeignKeys() {
    assertThat(
            database.texts(
                "select array_to_string(reloptions, ',') from pg_class"
                    + " where oid = 'activities'::regclass"))
        .containsExactly(
            "fillfactor=70,autovacuum_vacuum_scale_factor=0.02,autovacuum_vacuum_threshold=20000");
    assertThat(
            database.texts(
                "select conname::text from pg_constraint"
                    + " where conrelid = 'activities'::regclass and contype = 'f'"))
        .isEmpty();
  }

  @Test
  void noIndexOfActivitiesCoversWhatEveryClaimWrites() {
    // When
    var indexed =
        database.texts(
            "select distinct a.attname::text from pg_index i join pg_attribute a"
                + " on a.attrelid = i.indrelid and a.attnum = any(i.indkey)"
                + " where i.indrelid = 'activities'::regclass");

    // Then
    assertThat(indexed)
        .contains("id", "booking_id", "device_id", "lane", "due_at")
        .doesNotContain(
            "lease_until", "claims", "open_claim", "aps_timestamp", "changes", "not_before");
  }
}
