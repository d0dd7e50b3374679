package dev.marquee.testbed.launch;

import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.StackPorts;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.io.IOException;
import java.util.List;

/**
 * Runs everything until somebody presses Ctrl-C, says what to try, and tells what the phones
 * receive.
 */
final class UpCommand implements Command {

  private final Terminal terminal;
  private final StackPorts ports;

  UpCommand(Terminal terminal, StackPorts ports) {
    this.terminal = terminal;
    this.ports = ports;
  }

  @Override
  public int run(List<String> arguments) throws IOException {
    if (!arguments.isEmpty()) {
      terminal.line("Usage: ./marquee up");
      return MISUSED;
    }
    Checkout checkout = Checkout.locate();
    terminal.line(terminal.styled(Style.STRONG, "Starting Marquee"));
    try (LocalStack stack =
        LocalStack.builder(checkout, "up")
            .ports(ports)
            .progress(new TerminalProgress(terminal))
            .start()) {
      stack.phones().addListener(this::tell);
      stack
          .phones()
          .addPhone(PhoneProfile.of("Ada's iPhone", FirstSteps.PHONE_OWNER), TicketApp.definition())
          .signIn();
      terminal.line();
      terminal.line(addresses(stack, checkout));
      terminal.line(new FirstSteps(checkout, ports, stack).text());
      terminal.line(terminal.styled(Style.STRONG, "Marquee is running; Ctrl-C stops it."));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> terminal.line("Stopping Marquee")));
      stack.awaitFailure();
    }
    return DONE;
  }

  private static String addresses(LocalStack stack, Checkout checkout) {
    return """
      Phones, clock         %s
      Token registry        %s
      Activity dispatchers  %s, %s
      APNs                  https://localhost:%d
      Kafka                 %s
      PostgreSQL            %s
                            %s
      Logs                  %s
    """
        .formatted(
            stack.controlUri().resolve("/phones"),
            stack.registry().uri(),
            stack.dispatchers().getFirst().uri(),
            stack.dispatchers().getLast().uri(),
            stack.apns().port(),
            stack.bootstrapServers(),
            stack.registryJdbcUrl().replaceFirst("jdbc:", ""),
            stack.dispatcherJdbcUrl().replaceFirst("jdbc:", ""),
            checkout.stateFolder().resolve("up/logs"));
  }

  /** Called on APNs' event loop, for one push after the other. */
  private void tell(VirtualPhone phone, PhonePush push) {
    Alert alert = push.alert();
    terminal.line(
        "  %s  %s  %s%s"
            .formatted(
                phone.name(),
                terminal.styled(Style.EVENT, "%-6s".formatted(push.event())),
                alert == null ? "" : alert.title() + ": " + alert.body() + "  ",
                terminal.styled(Style.FAINT, push.reaction().toString())));
  }
}
