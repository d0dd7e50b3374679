package dev.marquee.registry.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.marquee.registry.batch.Batches.Limits;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchesTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String OUTAGE = "the database is away";

  /** Every batch that was begun, and how to answer it. */
  private final List<Begun> begun = new CopyOnWriteArrayList<>();

  private record Begun(List<String> items, UniEmitter<? super List<String>> asker) {
    void succeed() {
      asker.complete(items.stream().map(item -> item + " done").toList());
    }

    void fail(String reason) {
      asker.fail(new IllegalStateException(reason));
    }
  }

  @AfterAll
  static void closeVertx() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void itemThatComesAloneWaitsForNobody() {
    // Given
    Batches<String, String> batches = batches(1, 10);

    // When
    CompletableFuture<String> answer = submit(batches, "a");

    // Then
    awaitBatches("a");
    begun.getFirst().succeed();
    assertThat(answer.join()).isEqualTo("a done");
  }

  @Test
  void itemsThatComeWhileABatchIsUnderWayGoTogetherWithTheNext() {
    // Given
    Batches<String, String> batches = batches(1, 10);
    enqueue(batches, "a");
    awaitBatches("a");

    // When
    List<CompletableFuture<String>> answers =
        List.of(submit(batches, "b"), submit(batches, "c"), submit(batches, "d"));
    begun.getFirst().succeed();

    // Then
    awaitBatches("a", "b, c, d");
    begun.getLast().succeed();
    assertThat(answers)
        .extracting(CompletableFuture::join)
        .containsExactly("b done", "c done", "d done");
  }

  @Test
  void neitherMoreBatchesNorMoreItemsAreUnderWayThanAllowed() {
    // Given
    Batches<String, String> batches = batches(2, 2);

    // When
    List<String> items = IntStream.range(0, 6).mapToObj(Integer::toString).toList();
    items.forEach(item -> enqueue(batches, item));

    // Then
    awaitBatches("0", "1");
    begun.get(0).succeed();
    awaitBatches("0", "1", "2, 3");
    begun.get(1).succeed();
    awaitBatches("0", "1", "2, 3", "4, 5");
  }

  @Test
  void itemsWithAKeyInCommonBeginInTheOrderTheyCameInBatchesOfTheirOwn() {
    // Given
    Batches<String, String> batches = batches(1, 10);
    enqueue(batches, "x");
    awaitBatches("x");

    // When
    enqueue(batches, "phone report 1");
    enqueue(batches, "phone report 2");
    enqueue(batches, "tablet report 1");
    enqueue(batches, "phone report 3");
    begun.getFirst().succeed();

    // Then
    awaitBatches("x", "phone report 1, tablet report 1");
    begun.getLast().succeed();
    awaitBatches("x", "phone report 1, tablet report 1", "phone report 2");
    begun.getLast().succeed();
    await().until(() -> begun.getLast().items.equals(List.of("phone report 3")));
  }

  @Test
  void onlyTheItemToBlameForAFailedBatchFails() {
    // Given
    Batches<String, String> batches = batches(1, 10);
    enqueue(batches, "x");
    awaitBatches("x");
    CompletableFuture<String> good = submit(batches, "good");
    CompletableFuture<String> bad = submit(batches, "bad");
    CompletableFuture<String> fine = submit(batches, "fine");
    begun.getFirst().succeed();
    await().until(() -> begun.size() == 2);

    // When
    begun.get(1).fail("one of them");
    await().until(() -> begun.size() == 3);
    begun.get(2).succeed();
    await().until(() -> begun.size() == 4);
    begun.get(3).fail("this one");
    await().until(() -> begun.size() == 5);
    begun.get(4).succeed();

    // Then
    assertThat(good.join()).isEqualTo("good done");
    assertThat(fine.join()).isEqualTo("fine done");
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(bad::join)
        .withMessageContaining("this one");
    enqueue(batches, "next");
    await().until(() -> begun.size() == 6);
  }

  @Test
  void failureThatHitsAllAlikeIsNotTriedOnceForEach() {
    // Given
    Batches<String, String> batches = batches(1, 10);
    enqueue(batches, "x");
    awaitBatches("x");
    CompletableFuture<String> first = submit(batches, "a");
    CompletableFuture<String> second = submit(batches, "b");
    begun.getFirst().succeed();
    await().until(() -> begun.size() == 2);

    // When
    begun.get(1).fail(OUTAGE);

    // Then
    assertThat(List.of(first, second))
        .allSatisfy(answer ->
            assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(answer::join)
                .withMessageContaining(OUTAGE));
    assertThat(begun).hasSize(2);
  }

  @Test
  void answerComesOnTheContextThatAsked() {
    // Given
    Batches<String, String> batches = batches(1, 10);
    Context asking = VERTX.getOrCreateContext();
    CompletableFuture<Context> answeredOn = new CompletableFuture<>();

    // When
    asking.runOnContext(_ ->
        batches.submit("a").subscribe().with(_ -> answeredOn.complete(Vertx.currentContext())));
    await().until(() -> begun.size() == 1);
    begun.getFirst().succeed();

    // Then
    assertThat(answeredOn.join()).isSameAs(asking);
  }

  @Test
  void limitsThatLetNothingThroughAreRejected() {
    // When / Then
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0));
  }

  /** An item's key is its first word. */
  private Batches<String, String> batches(int batches, int items) {
    Predicate<Throwable> outage = failure -> OUTAGE.equals(failure.getMessage());
    return new Batches<>(
        VERTX,
        new Limits(batches, items),
        item -> Set.of(item.replaceFirst(" .*", "")),
        all -> Uni.createFrom().emitter(asker -> begun.add(new Begun(List.copyOf(all), asker))),
        outage);
  }

  private static void enqueue(Batches<String, String> batches, String item) {
    batches.submit(item).subscribe().with(_ -> {}, _ -> {});
  }

  private static CompletableFuture<String> submit(Batches<String, String> batches, String item) {
    return batches.submit(item).subscribeAsCompletionStage();
  }

  private void awaitBatches(String... expected) {
    await()
        .untilAsserted(() ->
            assertThat(begun)
                .extracting(batch -> String.join(", ", batch.items))
                .containsExactlyInAnyOrder(expected));
  }
}
