package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StackPortsTest {

  @Test
  void standardPortsMoveTogether() {
    // When
    StackPorts ports = StackPorts.standard(100);

    // Then
    assertThat(ports).isEqualTo(new StackPorts(8180, 8181, 8183, 8182, 8543, 9192, 54420));
  }

  @Test
  void saysInASentenceWhichPortIsTakenForWhatAndWhatToDo() throws IOException {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackPorts free = StackPorts.free();
      StackPorts ports =
          new StackPorts(
              free.registry(),
              free.dispatcher(),
              free.secondDispatcher(),
              free.control(),
              free.apns(),
              other.getLocalPort(),
              free.postgres());

      // When / Then
      assertThatExceptionOfType(StackException.class)
          .isThrownBy(ports::requireFree)
          .withMessageContaining("Port " + other.getLocalPort() + ", needed for Kafka, is taken")
          .withMessageContaining("MARQUEE_PORT_OFFSET=100 ./marquee up")
          .extracting(StackException::code)
          .isEqualTo(StackException.Code.PORT_TAKEN);
    }
  }

  @Test
  void freePortsAreFreeAndDiffer() {
    // When
    StackPorts ports = StackPorts.free();

    // Then
    assertThatCode(ports::requireFree).doesNotThrowAnyException();
    assertThat(
            new int[] {
              ports.registry(),
              ports.dispatcher(),
              ports.secondDispatcher(),
              ports.control(),
              ports.apns(),
              ports.kafka(),
              ports.postgres()
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void anOffsetThatLeavesTheRangeIsRefused() {
    // When / Then
    assertThatIllegalArgumentException().isThrownBy(() -> StackPorts.standard(60_000));
  }
}
