package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pitfalls of apns.md 4.4. */
@Timeout(10)
class SwiftDecoderTest {
  private static final SwiftStruct STRUCT =
      SwiftStruct.empty()
          .required("gate", SwiftType.Scalar.STRING)
          .optional("count", SwiftType.Scalar.INT)
          .optional("progress", SwiftType.Scalar.DOUBLE)
          .optional("late", SwiftType.Scalar.BOOL)
          .optional("startsAt", SwiftType.Scalar.DATE)
          .optional("key", SwiftType.Scalar.DATA)
          .optional("link", SwiftType.Scalar.URL)
          .optional("phase", new SwiftType.Enumeration("boarding", "closed"))
          .optional("stops", new SwiftType.Array(SwiftType.Scalar.STRING))
          .optional("seat", SwiftStruct.empty().required("row", SwiftType.Scalar.INT));

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'gate':'A'}
          {'gate':'A','message':null,'count':null}
          {'gate':'A','count':3.0}
          {'gate':'A','progress':1}
          {'gate':'A','startsAt':785000000.5}
          {'gate':'A','key':'aGk='}
          {'gate':'A','link':'https://example.com/t/1'}
          {'gate':'A','phase':'closed'}
          {'gate':'A','stops':['x','y'],'seat':{'row':1,'extra':true}}
          """)
  void decodesWhatFits(String text) throws Exception {
    // When
    JsonNode decoded = SwiftDecoder.decode(STRUCT, json(text));

    // Then
    assertThat(decoded.path("gate").asText()).isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                        | missing member gate
          {'Gate':'A'}                              | missing member gate
          {'gate':null}                             | null for member gate
          {'gate':7}                                | member gate: expected a string, found 7
          {'gate':'A','count':'3'}                  | member count: expected a whole number
          {'gate':'A','count':3.5}                  | member count: expected a whole number
          {'gate':'A','late':1}                     | member late: expected true or false
          {'gate':'A','startsAt':'2026-11-22T10:00:00Z'} | member startsAt: expected a number of seconds since 2001
          {'gate':'A','key':'not base64!'}          | member key: expected a string in base64
          {'gate':'A','link':''}                    | member link: expected a URL
          {'gate':'A','phase':'Closed'}             | member phase: expected one of [boarding, closed]
          {'gate':'A','stops':['x',1]}              | member stops[1]: expected a string
          {'gate':'A','seat':{}}                    | missing member seat.row
          []                                        | expected an object, found []
          """)
  void failsAsAWholeOnWhatDoesNotFit(String text, String reason) {
    // When / Then
    assertThatThrownBy(() -> SwiftDecoder.decode(STRUCT, json(text)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void dropsMembersThatTheAppDoesNotKnow() throws Exception {
    // When
    JsonNode decoded = SwiftDecoder.decode(STRUCT, json("{'gate':'A','other':1}"));

    // Then
    assertThat(decoded).isEqualTo(json("{'gate':'A'}"));
  }
}
