package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;

import dev.marquee.contracts.booking.BookingEvent;
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
  private final URI address;

  private PhonesPage(Upstream upstream, URI address) {
    this.upstream = upstream;
    this.address = address;
  }

  /** Serves the page of these phones of a stack, until the stack is closed. */
  public static PhonesPage open(LocalStack stack, List<VirtualPhone> phones) {
    Upstream upstream = stack.newUpstream();
    StageTimes times = new StageTimes(stack.clock(), BuiltInTypes.ticket().timeline());
    TicketCounter counter =
        new TicketCounter(event -> publish(upstream, event), stack.clock().businessClock());
    ApnsDesk apns = new ApnsDesk(stack.apns());
    Scene scene = new Scene(phones, counter, times, apns);
    stack.serve(
        PageServer.PATH,
        new PageServer(new LiveFeed(scene::line), new Controls(phones, counter, times, apns)));
    return new PhonesPage(upstream, stack.controlUri().resolve(PageServer.PATH));
  }

  /** Where a browser finds it. */
  public URI address() {
    return address;
  }

  /** Closes its booking system. */
  @Override
  public void close() {
    upstream.close();
  }

  private static void publish(Upstream upstream, BookingEvent event) {
    try {
      upstream.publish(event).join();
    } catch (CompletionException e) {
      throw new ControlRefusedException(NOT_NOW, "Kafka did not take the event: " + e.getCause());
    }
  }
}
