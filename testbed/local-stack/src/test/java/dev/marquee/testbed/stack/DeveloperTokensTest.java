package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DeveloperTokensTest {

  @TempDir Path folder;

  private DeveloperTokens tokens;

  @BeforeEach
  void create() throws Exception {
    tokens = DeveloperTokens.create(folder);
  }

  @Test
  void signsAUserInForWhoeverHoldsThePublicKey() throws Exception {
    // When
    JwtClaims claims = verified(tokens.forUser("u-1"));

    // Then
    assertThat(claims.getSubject()).isEqualTo("u-1");
    assertThat(claims.getStringListClaimValue("groups")).isEmpty();
  }

  @Test
  void marksAnOperator() throws Exception {
    // When
    JwtClaims claims = verified(tokens.forOperator("night-shift"));

    // Then
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("operator");
  }

  private JwtClaims verified(String token) throws Exception {
    String body = Files.readString(tokens.publicKey()).replaceAll("-----[A-Z ]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    return new JwtConsumerBuilder()
        .setVerificationKey(key)
        .setExpectedIssuer(DeveloperTokens.ISSUER)
        .setRequireExpirationTime()
        .build()
        .processToClaims(token);
  }
}
