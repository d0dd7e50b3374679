package dev.marquee.registry.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a body, and where, without quoting it: Jackson's own messages do. */
final class UnreadableBody {
  private static final int FIELD_LIMIT = 100;

  private UnreadableBody() {}

  static Problem problem(JsonProcessingException e) {
    String field = e instanceof JsonMappingException mapping ? field(mapping) : null;
    if (e.getCause() instanceof InvalidReportException invalid) {
      return Problem.of(ProblemType.INVALID_REPORT, invalid.getMessage(), inside(field, invalid));
    }
    return Problem.of(ProblemType.INVALID_REPORT, detail(e, field), field);
  }

  private static String detail(JsonProcessingException e, @Nullable String field) {
    if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
      return Arrays.stream(wrong.getTargetType().getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "must be one of ", ""));
    }
    return field == null ? "The body is not a JSON object." : "This is of the wrong type.";
  }

  private static @Nullable String inside(@Nullable String outer, InvalidReportException invalid) {
    String path =
        Stream.of(outer, invalid.field())
            .filter(step -> step != null && !step.isEmpty())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? null : path;
  }

  private static @Nullable String field(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getFieldName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getFieldName())
            .collect(Collectors.joining("."));
    if (path.isEmpty()) {
      return null;
    }
    return path.length() > FIELD_LIMIT ? path.substring(0, FIELD_LIMIT) : path;
  }
}
