package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.testbed.phone.HttpAppBackend;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.types.reading.BuiltInTypes;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * The page on which some phones of a running stack stand side by side, with everything that can
 * happen to them. It has a booking system of its own.
 */
public final class PhonesPage implements AutoCloseable {

  private final Upstream upstream;
  private final HttpAppBackend apps;
  private final Burst burst;
  private final URI address;

  private PhonesPage(Upstream upstream, HttpAppBackend apps, Burst burst, URI address) {
    this.upstream = upstream;
    this.apps = apps;
    this.burst = burst;
    this.address = address;
  }

  /** Serves the page of these phones of a stack, until the stack is closed. */
  public static PhonesPage open(LocalStack stack, List<VirtualPhone> phones) {
    Upstream upstream = stack.newUpstream();
    StageTimes times = new StageTimes(stack.clock(), BuiltInTypes.ticket().timeline());
    TicketCounter counter =
        new TicketCounter(event -> publish(upstream, event), stack.clock().businessClock());
    ApnsDesk apns = new ApnsDesk(stack.apns());
    HttpAppBackend apps = new HttpAppBackend(stack.registry().uri(), stack.tokens()::forUser);
    Burst burst =
        new Burst(
            upstream::publish, stack.clock().businessClock(), seed -> fleet(stack, apps, seed));
    PageParts parts = new PageParts(phones, counter, times, apns, burst);
    stack.serve(
        PageServer.PATH, new PageServer(new LiveFeed(new Scene(parts)::line), new Controls(parts)));
    return new PhonesPage(upstream, apps, burst, stack.controlUri().resolve(PageServer.PATH));
  }

  /** Where a browser finds it. */
  public URI address() {
    return address;
  }

  /** Gives up a burst that is running, and closes its booking system. */
  @Override
  public void close() {
    burst.close();
    apps.close();
    upstream.close();
  }

  /** Phones that nobody sees, among which no token is one of the others'. */
  private static PhoneFleet fleet(LocalStack stack, HttpAppBackend apps, long seed) {
    return PhoneFleet.builder(stack.apns().tokens())
        .clock(stack.clock().businessClock())
        .backend(apps)
        .seed(seed)
        .build();
  }

  private static void publish(Upstream upstream, BookingEvent event) {
    try {
      upstream.publish(event).join();
    } catch (CompletionException e) {
      throw new ControlRefusedException(NOT_NOW, "Kafka did not take the event: " + e.getCause());
    }
  }
}
