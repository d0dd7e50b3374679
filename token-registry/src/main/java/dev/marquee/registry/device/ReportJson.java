package dev.marquee.registry.device;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.problem.InvalidReportException;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** How bodies are read: within limits, and with tokens that are tokens. */
@Singleton
class ReportJson implements ObjectMapperCustomizer {
  private static final int DEPTH_LIMIT = 8;
  private static final int TEXT_LIMIT = 4 * 1024;
  private static final int NUMBER_LIMIT = 64;
  private static final Set<CoercionInputShape> NO_TEXT =
      EnumSet.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

  @Override
  @SuppressWarnings("deprecation") // The mapper exists already; its builder is Quarkus's own.
  public void customize(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_LIMIT)
                .maxStringLength(TEXT_LIMIT)
                .maxNumberLength(NUMBER_LIMIT)
                .build());
    mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.configure(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, true);
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    // A number is no text: 7 may be meant, 007 may be lost.
    for (CoercionInputShape shape : NO_TEXT) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    mapper.registerModule(
        new SimpleModule("marquee").addDeserializer(PushToken.class, new TokenReader()));
  }

  /** Reads a token from a text; refuses every other with an error that does not quote it. */
  private static final class TokenReader extends StdDeserializer<PushToken> {
    private static final long serialVersionUID = 1L;

    TokenReader() {
      super(PushToken.class);
    }

    @Override
    public PushToken deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        try {
          return new PushToken(parser.getText());
        } catch (IllegalArgumentException e) {
          // Its message is worth showing: it tells the length alone.
          throw context.instantiationException(
              PushToken.class, new InvalidReportException("", String.valueOf(e.getMessage())));
        }
      }
      throw context.instantiationException(
          PushToken.class, new InvalidReportException("", "must be a token in hex"));
    }
  }
}
