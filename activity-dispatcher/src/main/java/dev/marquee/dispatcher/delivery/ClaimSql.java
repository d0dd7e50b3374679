package dev.marquee.dispatcher.delivery;

/**
 * The statements that claim: what is due, lane by lane, so that what is held by a closed one is
 * never looked at; and what a transaction touches, in the same breath as it becomes due.
 *
 * <p>Parameters: {@code $1} business time, {@code $2} how many at most, {@code $3} the lease in
 * seconds, {@code $4} business time in Unix seconds, {@code $5} lanes that have enough pushes on
 * their way; of the second {@code $6} the touched bookings and {@code $7} the touched devices.
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
  private static final String FREE =
      """
      a.not_before <= $1 and (a.lease_until is null or a.lease_until < clock_timestamp())
      """;

  private static final String CLAIMABLE = "a.due_at <= $1 and " + FREE;

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
            select a.id, sending.probe, true as claimed
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

  /**
   * Locks the touched activities, in the order of all who lock several, and picks those that can be
   * updated or ended at once. Judged is the row as it is under its lock.
   */
  private static final String TOUCHED =
      """
      with touched as (
        select a.id, a.booking_id, a.device_id, a.not_before, a.lease_until,
          coalesce(d.app || '/' || d.environment, a.lane) as lane
        from activities a
        join devices d on d.id = a.device_id
        where a.booking_id = any($6) or a.device_id = any($7)
        order by a.id
        for no key update of a
      ), judged as (
        select a.id, a.lane,
          a.lane = any(array(select l.name from lanes l where
      """
          + OPEN
          + ")) and "
          + FREE
          + """
              and exists (
                select from bookings b
                join instances i on i.booking_ref = b.ref
                where b.id = a.booking_id and i.device_id = a.device_id and i.update_token is not null
              ) as ready
            from touched a
          ), due as (
            select id, lane, false as probe,
              ready and count(*) filter (where ready) over (order by id rows unbounded preceding)
                <= $2::int as claimed
            from judged
          )
          """;

  /**
   * The rows change once, whether they are only due now or claimed as well. What is claimed keeps
   * the time of its next look, which its settle seldom changes: no index has to hear of it.
   */
  private static final String MARK =
      """
      changes = a.changes + 1, lane = due.lane,
      due_at = case when due.claimed then a.due_at else greatest($1, a.not_before) end,
      """;

  /**
   * The durable intent. It counts itself, allocates the timestamp, and takes note of a claim before
   * it that nobody settled: the answer of that one is lost, so what the phone shows is unknown.
   */
  private static final String LEASE =
      """
      held_by = case when not due.claimed then a.held_by end,
      lease_until = case when due.claimed
        then clock_timestamp() + make_interval(secs => $3) else a.lease_until end,
      claims = a.claims + due.claimed::int,
      unsettled_claims = case when not due.claimed then a.unsettled_claims
        when a.open_claim is null then 0 else a.unsettled_claims + 1 end,
      aps_timestamp = case when due.claimed
        then greatest(a.aps_timestamp + 1, $4) else a.aps_timestamp end,
      open_claim = case when due.claimed
        then greatest(a.aps_timestamp + 1, $4) else a.open_claim end,
      accepted_hash = case when not due.claimed or a.open_claim is null then a.accepted_hash end,
      start_answer = case when due.claimed and a.open_claim is not null
        and a.start_answer = 'claimed' then 'unknown' else a.start_answer end
      from due
      where a.id = due.id
      returning a.id, due.probe, due.claimed, a.lease_until
      """;

  /** What is claimed but not due is written down once more: {@link LostHandOvers} looks there. */
  private static final String WRITTEN_DOWN =
      """
      ), written_down as (
        insert into hand_overs (lease_until, activity_ids)
        select max(lease_until), array_agg(id) from seen where claimed
        having count(*) > 0
      )
      select id, probe, claimed from seen
      """;

  /** Claims what is due, the longest due first. */
  static final String CLAIM = TURNS + DUE + "update activities a set " + LEASE;

  /** Claims what is touched where it can be updated or ended at once, and makes the rest due. */
  static final String TOUCH =
      TOUCHED + ", seen as (update activities a set " + MARK + LEASE + WRITTEN_DOWN;

  private ClaimSql() {}
}
