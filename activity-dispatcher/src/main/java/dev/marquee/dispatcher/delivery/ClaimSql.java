package dev.marquee.dispatcher.delivery;

/**
 * The statements that claim. Both begin with the lanes that may send, so that what is held by a
 * closed one is never looked at.
 *
 * <p>Parameters: {@code $1} business time, {@code $2} how many at most, {@code $3} the lease in
 * seconds, {@code $4} business time in Unix seconds, {@code $5} lanes that have enough pushes on
 * their way; of the second {@code $6} the touched activities.
 */
final class ClaimSql {
  /** Neither everything nor the lane's app is paused. */
  private static final String NOT_PAUSED =
      """
      not exists (
        select from pauses p
        where p.lifted_at is null and p.scope in ('everything', 'app:' || l.app))
      """;

  /**
   * Lanes without a limit. One that has just opened again gets no more than {@link #TURNS} give.
   */
  private static final String OPEN =
      """
      l.closed_until is null
        and (l.opened_at is null or l.opened_at <= $1::timestamptz - interval '40 seconds')
        and l.name <> all($5::text[])
        and
      """
          + NOT_PAUSED;

  /** Free by back-off and by lease. */
  private static final String CLAIMABLE =
      """
      a.due_at <= $1 and a.not_before <= $1
        and (a.lease_until is null or a.lease_until < clock_timestamp())
      """;

  /**
   * A closed lane whose rest is over may send one probe, by one replica, and the next after 30
   * seconds if nothing is heard of it. A lane that has opened again takes turns of a tenth of a
   * second, shared by all replicas: 20 activities in the first, twice as many after each five
   * seconds, until it is through with that after 40 seconds.
   */
  private static final String TURNS =
      """
      with turns as (
        update lanes l
        set next_turn_at = $1::timestamptz + case when l.closed_until is null
          then interval '100 milliseconds' else interval '30 seconds' end
        where l.next_turn_at <= $1
          and (l.closed_until <= $1
            or (l.closed_until is null and l.opened_at > $1::timestamptz - interval '40 seconds'))
          and l.name <> all($5::text[])
          and
      """
          + NOT_PAUSED
          + """
              and exists (select from activities a where a.lane = l.name and
          """
          + CLAIMABLE
          + """
              )
            returning l.name, l.closed_until is not null as probe,
              case when l.closed_until is not null then 1
                else ceil(20 * power(2, greatest(0, extract(epoch from $1::timestamptz - l.opened_at)) / 5))::int
                end as room
          )
          """;

  /**
   * Lane by lane along the index, the longest due first; a lane with a long queue costs no more
   * than one with a short one.
   */
  private static final String DUE =
      """
      , sending as (
        select l.name, false as probe, $2::int as room from lanes l where
      """
          + OPEN
          + """
            union all
            select name, probe, room from turns
          ), due as (
            select a.id, sending.probe
            from sending cross join lateral (
              select a.id, a.due_at from activities a
              where a.lane = sending.name and
          """
          + CLAIMABLE
          + """
              order by a.due_at
              limit least(sending.room, $2::int)
              for no key update of a skip locked) a
            order by a.due_at
            limit $2
          )
          """;

  /** Ready to be updated or ended, among those that a transaction has just touched. */
  private static final String TOUCHED_AND_READY =
      """
      with due as (
        select a.id, false as probe from activities a
        where a.lane in (select l.name from lanes l where
      """
          + OPEN
          + ") and "
          + CLAIMABLE
          + """
              and a.id = any($6)
              and exists (
                select from bookings b
                join instances i on i.booking_ref = b.ref
                where b.id = a.booking_id and i.device_id = a.device_id and i.update_token is not null)
            order by a.due_at
            limit $2
            for no key update of a skip locked
          )
          """;

  /**
   * The durable intent. It counts itself, allocates the timestamp, and takes note of a claim before
   * it that nobody settled: the answer of that one is lost, so what the phone shows is unknown.
   */
  private static final String LEASE =
      """
      update activities a
      set held_by = null,
          lease_until = clock_timestamp() + make_interval(secs => $3),
          claims = a.claims + 1,
          unsettled_claims = case when a.open_claim is null then 0 else a.unsettled_claims + 1 end,
          aps_timestamp = greatest(a.aps_timestamp + 1, $4),
          open_claim = greatest(a.aps_timestamp + 1, $4),
          accepted_hash = case when a.open_claim is null then a.accepted_hash end,
          start_answer = case when a.open_claim is not null and a.start_answer = 'claimed'
            then 'unknown' else a.start_answer end
      from due
      where a.id = due.id
      returning a.id, due.probe
      """;

  /** Claims what is due, the longest due first. */
  static final String CLAIM = TURNS + DUE + LEASE;

  /** Claims of the touched activities what can be updated or ended at once. */
  static final String CLAIM_TOUCHED = TOUCHED_AND_READY + LEASE;

  private ClaimSql() {}
}
