package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.testing.LogLines;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.PausableChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChannelDrainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final Channel channel = new Channel();

  @Test
  void nothingIsStoppedBeforeTheBatchInWorkIsApplied() throws Exception {
    ChannelDrain drain = new ChannelDrain(() -> List.of(channel), PATIENCE);
    try (ExecutorService quarkus = Executors.newSingleThreadExecutor()) {
      // Given
      ChannelDrain.Batch batch = drain.begin();
      Future<?> stopping = quarkus.submit(() -> stop(drain));
      await().until(channel::isPaused);
      boolean stoppedBefore = stopping.isDone();

      // When
      batch.close();
      stopping.get();

      // Then
      assertThat(stoppedBefore).isFalse();
    }
  }

  @Test
  void anIdleReplicaStopsAtOnce() throws Exception {
    // Given
    ChannelDrain drain = new ChannelDrain(() -> List.of(channel), PATIENCE);
    drain.begin().close();

    // When
    drain.onShutdown(new ShutdownEvent());

    // Then
    assertThat(channel.isPaused()).isTrue();
  }

  @Test
  void aBatchThatHangsDoesNotHoldUpTheShutdown() throws Exception {
    try (LogLines log = LogLines.of(ChannelDrain.class)) {
      // Given
      ChannelDrain drain = new ChannelDrain(() -> List.of(channel), Duration.ofMillis(1));
      ChannelDrain.Batch hanging = drain.begin();

      // When
      drain.onShutdown(new ShutdownEvent());

      // Then
      assertThat(log.lines())
          .containsExactly("shutting down with batches in work; they come again");
      hanging.close();
    }
  }

  private static Void stop(ChannelDrain drain) throws InterruptedException {
    drain.onShutdown(new ShutdownEvent());
    return null;
  }

  private static final class Channel implements PausableChannel {
    private volatile boolean paused;

    @Override
    public boolean isPaused() {
      return paused;
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
    }
  }
}
