package dev.marquee.dispatcher.apns;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What Vert.x tells those who measure and trace it. Thread-safe. */
final class Observability {
  private final List<String> texts = new CopyOnWriteArrayList<>();

  /** A Vert.x that is measured and traced. */
  Vertx vertx() {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setMetricsOptions(new MetricsOptions().setEnabled(true))
                .setTracingOptions(new TracingOptions()))
        .withMetrics(_ -> new Metrics())
        .withTracer(_ -> {
          texts.add("a tracer");
          return new Tracer();
        })
        .build();
  }

  /** All that was told so far. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  private final class Metrics implements VertxMetrics {
    @Override
    public HttpClientMetrics<String, String, String, String> createHttpClientMetrics(
        HttpClientOptions options) {
      texts.add("metrics of a client");
      return new HttpClientMetrics<>() {
        @Override
        public ClientMetrics<String, String, HttpRequest, HttpResponse> createEndpointMetrics(
            SocketAddress remote, int maxPoolSize) {
          return new RequestMetrics();
        }
      };
    }
  }

  private final class RequestMetrics
      implements ClientMetrics<String, String, HttpRequest, HttpResponse> {
    @Override
    public String requestBegin(String uri, HttpRequest request) {
      texts.add(uri);
      return uri;
    }
  }

  /** Heeds the policy, as every tracer does. */
  private final class Tracer implements VertxTracer<String, String> {
    @Override
    public <R> @Nullable String sendRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        BiConsumer<String, String> headers,
        TagExtractor<R> tags) {
      if (policy == TracingPolicy.IGNORE) {
        return null;
      }
      texts.add(operation + " " + tags.extract(request));
      return operation;
    }
  }
}
