package dev.marquee.testbed.launch;

import dev.marquee.testbed.page.PhonesPage;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.StackPorts;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.MalformedTypeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    Checkout checkout = Checkout.locate();
    Path folder = typesFolder(arguments, checkout);
    if (folder == null) {
      terminal.line("Usage: ./marquee up [--types FOLDER]");
      return MISUSED;
    }
    List<ActivityType> types;
    try {
      types = TicketApp.typesOf(folder);
    } catch (MalformedTypeException e) {
      terminal.line(terminal.styled(Style.BAD, String.valueOf(e.getMessage())));
      return FAILED;
    }
    terminal.line(terminal.styled(Style.STRONG, "Starting Marquee"));
    try (LocalStack stack =
        LocalStack.builder(checkout, "up")
            .ports(ports)
            .activityTypes(folder)
            .progress(new TerminalProgress(terminal))
            .start()) {
      stack.phones().addListener(this::tell);
      List<VirtualPhone> phones = addPhones(stack, types);
      try (PhonesPage page = PhonesPage.open(stack, phones)) {
        terminal.line();
        terminal.line(addresses(stack, page, checkout));
        terminal.line(new FirstSteps(checkout, ports, stack).text());
        terminal.line(
            terminal.styled(
                Style.STRONG,
                "Marquee is running; Ctrl-C stops it. Its phones: " + page.address()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> terminal.line("Stopping Marquee")));
        stack.awaitFailure();
      }
    }
    return DONE;
  }

  /** The phones of the page; whatever types there are, their app has all of them. */
  private static List<VirtualPhone> addPhones(LocalStack stack, List<ActivityType> types) {
    AppDefinition app = TicketApp.definition(TicketApp.BUNDLE_ID, types);
    List<VirtualPhone> phones =
        Stream.of(FirstSteps.PHONE_OWNER, "ben", "mia")
            .map(owner -> stack.phones().addPhone(PhoneProfile.of(nameOfPhone(owner), owner), app))
            .toList();
    phones.forEach(VirtualPhone::signIn);
    return phones;
  }

  private static String nameOfPhone(String owner) {
    return owner.substring(0, 1).toUpperCase(Locale.ROOT) + owner.substring(1) + "'s iPhone";
  }

  /** Where the activity types are beside the built-in one; null where the arguments are wrong. */
  private static @Nullable Path typesFolder(List<String> arguments, Checkout checkout) {
    if (arguments.isEmpty()) {
      return checkout.root().resolve("samples/activity-types");
    }
    return arguments.size() == 2 && arguments.getFirst().equals("--types")
        ? Path.of(arguments.getLast()).toAbsolutePath()
        : null;
  }

  private static String addresses(LocalStack stack, PhonesPage page, Checkout checkout) {
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
            page.address(),
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
