package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Does what {@code kcat -P -b BROKER -t TOPIC -k KEY} does, for machines without it: one record for
 * each line of standard input.
 */
final class KcatStandIn {
  private KcatStandIn() {}

  public static void main(String[] arguments) throws Exception {
    List<String> options = Arrays.asList(arguments);
    if (!options.contains("-P")) {
      throw new IllegalArgumentException("it only produces");
    }
    try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", after(options, "-b"), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        producer.send(new ProducerRecord<>(after(options, "-t"), after(options, "-k"), line)).get();
      }
    }
  }

  private static String after(List<String> options, String option) {
    return options.get(options.indexOf(option) + 1);
  }
}
