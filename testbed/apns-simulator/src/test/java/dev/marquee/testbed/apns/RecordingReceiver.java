package dev.marquee.testbed.apns;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A phone that only remembers. */
final class RecordingReceiver implements PushReceiver {
  final List<PushRequest> received = new CopyOnWriteArrayList<>();

  @Override
  public void receive(PushRequest push) {
    received.add(push);
  }
}
