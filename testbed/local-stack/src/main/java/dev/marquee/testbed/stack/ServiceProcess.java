package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One packaged service as a child process: the jar that ships, on the JDK of this process, with its
 * settings in {@code config/application.properties} of its working directory and its output in a
 * log file.
 *
 * <p>It can be killed, stopped and continued like any process on a bad day. Methods may be called
 * from any thread and block until done.
 */
public final class ServiceProcess {

  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration READY_PAUSE = Duration.ofMillis(100);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_GRACE = Duration.ofSeconds(8);
  private static final int TAIL_LINES = 15;

  /** Puts a child into a session of its own, so that Ctrl-C reaches the launcher alone. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final String name;
  private final Path jar;
  private final Path workingDirectory;
  private final Path log;
  private final int port;
  private final List<String> jvmOptions;
  private final ProcessLedger ledger;
  private final HttpClient http;
  private @Nullable Process process;

  ServiceProcess(
      String name,
      Path jar,
      Path workingDirectory,
      Path log,
      int port,
      List<String> jvmOptions,
      ProcessLedger ledger,
      HttpClient http) {
    this.name = requireNonNull(name, "name is null");
    this.jar = requireNonNull(jar, "jar is null");
    this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory is null");
    this.log = requireNonNull(log, "log is null");
    this.port = port;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.ledger = requireNonNull(ledger, "ledger is null");
    this.http = requireNonNull(http, "http is null");
  }

  /** The name of the replica, such as {@code activity-dispatcher-1}. */
  public String name() {
    return name;
  }

  /** Where its HTTP interface answers, without a path. */
  public URI uri() {
    return URI.create("http://localhost:" + port);
  }

  /** The file that its output is appended to. */
  public Path log() {
    return log;
  }

  /** Whether the process exists; a stopped one does. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** What the process has taken of the processors so far; nothing where it is not known. */
  public synchronized Duration processorTime() {
    return running().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Starts the process; {@link #awaitReady} tells when it serves. */
  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " already runs");
    }
    try {
      Process started =
          new ProcessBuilder(command())
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      ledger.add(name, started.toHandle());
      process = started;
    } catch (IOException e) {
      throw new StackException(
          StackException.Code.SERVICE_FAILED, name + " cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the service says that it is ready.
   *
   * @throws StackException with the end of its log if it dies first or takes too long
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw failed("ended before it was ready");
      }
      if (System.nanoTime() > deadline) {
        throw failed("was not ready within " + READY_LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(READY_PAUSE.toNanos());
    }
  }

  /** What to tell when the service did not do what it should: the end of its log goes with it. */
  StackException failed(String what) {
    return new StackException(
        StackException.Code.SERVICE_FAILED,
        "%s %s. The end of %s:%n%s".formatted(name, what, log, tail()));
  }

  /** Completes with this service when its process is gone, for whatever reason. */
  synchronized CompletableFuture<ServiceProcess> onExit() {
    return running().onExit().thenApply(_ -> this);
  }

  /** {@code kill -9}: the process is gone when this returns, and had no chance to say goodbye. */
  public synchronized void kill() {
    Process target = running();
    target.destroyForcibly();
    awaitExit(target, STOP_GRACE);
  }

  /** {@code SIGSTOP}: the process stands still and keeps all it holds. */
  public synchronized void pause() {
    signal("STOP", running());
  }

  /**
   * {@code SIGCONT}: the process goes on where it stood, and does not know for how long it stood.
   */
  public synchronized void resume() {
    signal("CONT", running());
  }

  /**
   * Starts a new process in place of one that was killed or stopped, and waits until it is ready.
   */
  public void restart() {
    stop();
    start();
    awaitReady();
  }

  /** Asks the process to end, and kills it if it does not. Does nothing where there is none. */
  public synchronized void stop() {
    requestStop();
    if (process != null && !awaitExit(process, STOP_GRACE)) {
      process.destroyForcibly();
      awaitExit(process, STOP_GRACE);
    }
  }

  /** Asks the process to end, and does not wait for it. */
  synchronized void requestStop() {
    if (process != null && process.isAlive()) {
      // A stopped process would hear of it only when it goes on.
      signal("CONT", process);
      process.destroy();
    }
  }

  private Process running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(name + " does not run");
    }
    return process;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  private boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/q/health/ready")).timeout(REQUEST_LIMIT).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted while starting");
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log, UTF_8);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (MalformedInputException _) {
      return "(not readable as UTF-8)";
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  private static void signal(String signal, Process target) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(target.pid())).start();
      awaitExit(kill, STOP_GRACE);
    } catch (IOException e) {
      throw new StackException(
          StackException.Code.SERVICE_FAILED,
          "Process %d cannot be sent SIG%s: %s".formatted(target.pid(), signal, e.getMessage()),
          e);
    }
  }

  private static boolean awaitExit(Process target, Duration limit) {
    try {
      return target.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return !target.isAlive();
    }
  }
}
