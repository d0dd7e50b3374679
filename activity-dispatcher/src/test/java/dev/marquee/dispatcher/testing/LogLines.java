package dev.marquee.dispatcher.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** What is logged, at every level, until this is closed; instead of the console. */
public final class LogLines extends Handler implements AutoCloseable {
  private final List<Listened> listened;
  private final PatternFormatter format;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines(PatternFormatter format, List<Logger> loggers) {
    this.format = format;
    this.listened = loggers.stream().map(Listened::new).toList();
    listened.forEach(each -> each.logger.addHandler(this));
  }

  /** Begins to listen to a class; messages only. */
  public static LogLines of(Class<?> logging) {
    return new LogLines(new PatternFormatter("%s"), List.of(Logger.getLogger(logging.getName())));
  }

  /** Begins to listen to packages and what is below them; messages with their stack traces. */
  public static LogLines withTraces(String... packages) {
    return new LogLines(
        new PatternFormatter("%s%e"), Stream.of(packages).map(Logger::getLogger).toList());
  }

  /** The messages so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord logged) {
    lines.add(format.format(ExtLogRecord.wrap(logged)));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    listened.forEach(each -> each.restore(this));
  }

  /** A logger, and how it was. */
  private static final class Listened {
    private final Logger logger;
    private final boolean usedParents;
    private final @Nullable Level level;

    private Listened(Logger logger) {
      this.logger = logger;
      this.usedParents = logger.getUseParentHandlers();
      this.level = logger.getLevel();
      logger.setUseParentHandlers(false);
      logger.setLevel(Level.ALL);
    }

    private void restore(Handler handler) {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(usedParents);
      logger.setLevel(level);
    }
  }
}
