package dev.marquee.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.schema.SchemaComparison.Writer;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class SchemaComparisonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # released | now | break
          {"properties":{"a":{}}} | {"properties":{}} | $.a: removed
          {"properties":{"a":{"properties":{"b":{}}}}} | {"properties":{"a":{}}} | $.a.b: removed
          {} | {"required":["a"]} | $: required was not said and is ["a"]
          {"required":["a"]} | {"required":["a","b"]} | $: required was ["a"] and is ["a","b"]
          {"type":["string","null"]} | {"type":"string"} | $: type was ["string","null"] and is "string"
          {"type":"number"} | {"type":"integer"} | $: type was "number" and is "integer"
          {"properties":{"a":{}}} | {"properties":{"a":{"type":"string"}}} | $.a: type was not said and is "string"
          {"enum":["a","b"]} | {"enum":["a"]} | $: enum was ["a","b"] and is ["a"]
          {} | {"enum":["a"]} | $: enum was not said and is ["a"]
          {"maxLength":200} | {"maxLength":100} | $: maxLength was 200 and is 100
          {} | {"maximum":1} | $: maximum was not said and is 1
          {"minimum":0} | {"minimum":1} | $: minimum was 0 and is 1
          {"pattern":"a"} | {"pattern":"b"} | $: pattern was "a" and is "b"
          {"const":1} | {"const":2} | $: const was 1 and is 2
          {"$ref":"x/1"} | {"$ref":"x/2"} | $: $ref was "x/1" and is "x/2"
          {"additionalProperties":{"type":["string","number"]}} | {"additionalProperties":{"type":"string"}} | $.additionalProperties: type was ["string","number"] and is "string"
          {} | {"additionalProperties":{"type":"string"}} | $.additionalProperties: type was not said and is "string"
          {"allOf":[]} | {"allOf":[{"required":["a"]}]} | $: allOf was not said and is {"required":["a"]}
          {} | {"not":{"required":["a"]}} | $: not was not said and is {"required":["a"]}
          """)
  void refusesWhatNarrowsTheEventsOfUpstream(String released, String now, String complaint)
      throws JsonProcessingException {
    // When
    List<String> breaks = SchemaComparison.breaks(Writer.UPSTREAM, json(released), json(now));

    // Then
    assertThat(breaks).containsExactly(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {"properties":{"new":{"type":"string"}}}
          {"required":["a","b"]} | {"required":["a"]}
          {"type":"string"} | {"type":["string","null"]}
          {"type":"integer"} | {"type":"number"}
          {"enum":["a"]} | {"enum":["b","a"]}
          {"enum":["a"]} | {}
          {"maxLength":100} | {"maxLength":200}
          {"minimum":1} | {"minimum":0}
          {"description":"a"} | {"description":"b","title":"c"}
          {"properties":{"type":{"enum":["a"]}},"allOf":[]} | {"properties":{"type":{"enum":["a","b"]}},"allOf":[{"if":{"properties":{"type":{"const":"b"}}},"then":{}}]}
          """)
  void letsUpstreamSayMore(String released, String now) throws JsonProcessingException {
    // When
    List<String> breaks = SchemaComparison.breaks(Writer.UPSTREAM, json(released), json(now));

    // Then
    assertThat(breaks).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"properties":{"a":{}}} | {"properties":{}} | $.a: removed
          {"required":["a","b"]} | {"required":["a"]} | $: required was ["a","b"] and is ["a"]
          {"type":"string"} | {"type":["string","null"]} | $: type was "string" and is ["string","null"]
          {"enum":["a"]} | {"enum":["a","b"]} | $: enum was ["a"] and is ["a","b"]
          {"maxLength":100} | {"maxLength":200} | $: maxLength was 100 and is 200
          """)
  void refusesWhatReadersOfMarqueesEventsDoNotExpect(String released, String now, String complaint)
      throws JsonProcessingException {
    // When
    List<String> breaks = SchemaComparison.breaks(Writer.MARQUEE, json(released), json(now));

    // Then
    assertThat(breaks).containsExactly(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {"properties":{"new":{"type":"string"}},"required":["new"]}
          {"maxLength":200} | {"maxLength":100}
          {"enum":["a","b"]} | {"enum":["a"]}
          """)
  void letsMarqueeSayMoreAndMoreExactly(String released, String now)
      throws JsonProcessingException {
    // When
    List<String> breaks = SchemaComparison.breaks(Writer.MARQUEE, json(released), json(now));

    // Then
    assertThat(breaks).isEmpty();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
