package dev.marquee.dispatcher.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class logs until this is closed, instead of the console. */
public final class LogLines extends Handler implements AutoCloseable {
  private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

  private final Logger logger;
  private final boolean usedParents;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    this.usedParents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(this);
  }

  /** Begins to listen. */
  public static LogLines of(Class<?> logging) {
    return new LogLines(Logger.getLogger(logging.getName()));
  }

  /** The messages so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord logged) {
    lines.add(MESSAGE.format(ExtLogRecord.wrap(logged)));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParents);
    logger.setLevel(null);
  }
}
