package dev.marquee.testbed.benchmark;

import java.util.concurrent.CompletionStage;

/** A client of APNs as a benchmark uses it. */
interface PushSender extends AutoCloseable {

  /** A payload as the dispatcher sends it: an update of a ticket, some 450 bytes. */
  String PAYLOAD =
      """
      {"aps":{"timestamp":1795338000,"event":"update","stale-date":1795352400,\
      "relevance-score":50,"content-state":{"title":"Hamlet","venue":"Globe Theatre",\
      "city":"Berlin","doorsAt":817030800,"startsAt":817034400,"endsAt":817043400,\
      "gate":"Entrance C","gateLabel":"Gate","seat":"Row 5, Seat 12","status":"onTime",\
      "message":"Please take your seats","accentColor":"#AABBCC"},\
      "alert":{"title":"Hamlet","body":"Your gate is now C","sound":"default"}}}\
      """;

  /**
   * Makes a push to the next device in turn and sends it.
   *
   * @param number of the push; may run over
   * @return whether APNs took it
   */
  CompletionStage<Boolean> push(int number);

  @Override
  void close();
}
