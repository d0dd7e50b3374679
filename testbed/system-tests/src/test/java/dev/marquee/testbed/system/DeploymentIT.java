package dev.marquee.testbed.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What {@code deploy/} names exists in the services, as far as that shows without a cluster. */
@Timeout(60)
class DeploymentIT {

  private static final Pattern COPY = Pattern.compile("(?m)^COPY (\\S+) \\S+$");
  private static final Pattern EXPOSE = Pattern.compile("(?m)^EXPOSE (\\d+)$");
  private static final Pattern VARIABLE_IN_IMAGE = Pattern.compile("(?m)^ENV ([A-Z_]+)=");

  private final Chart chart = new Chart(Project.path("deploy/helm/marquee"));

  @Test
  void everyTemplateIsYamlOfOneObject() {
    // When
    Stream<Object> objects =
        chart.templateNames().stream().map(name -> new Yaml().load(chart.render(name)));

    // Then
    assertThat(objects)
        .hasSize(8)
        .allSatisfy(object ->
            assertThat(object)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("apiVersion", "kind", "metadata"));
  }

  @Test
  void everyBlockOfATemplateIsClosed() {
    // When
    List<Integer> open = chart.openBlocks();

    // Then
    assertThat(open).containsOnly(0);
  }

  @Test
  void everyValueThatATemplateAsksForHasADefault() {
    // Given
    Object values = new Yaml().load(chart.file("values.yaml"));

    // When
    Stream<String> missing =
        chart.valuesAskedFor().stream().filter(path -> !isIn(values, List.of(path.split("\\."))));

    // Then
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-registry", "activity-dispatcher"})
  void everySettingInTheChartIsOneThatTheServiceReads(String service) {
    // Given
    ServiceSettings settings = ServiceSettings.of(service);

    // When
    Stream<String> unknown =
        settingsFor(service).stringPropertyNames().stream()
            // What an operator adds by its own name is the operator's to know.
            .filter(name -> !name.endsWith(Chart.PLACEHOLDER))
            .filter(name -> !settings.contains(name, Chart.PLACEHOLDER));

    // Then
    assertThat(unknown).as("settings unknown to %s, which knows %s", service, settings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-registry", "activity-dispatcher"})
  void everyEnvironmentVariableIsASettingThatTheServiceReads(String service) {
    // Given
    ServiceSettings settings = ServiceSettings.of(service);
    Stream<String> inImage =
        VARIABLE_IN_IMAGE.matcher(dockerfile(service)).results().map(match -> match.group(1));
    Stream<String> inChart =
        list(container(service), "env").stream().map(variable -> text(variable, "name"));

    // When
    Stream<String> unknown =
        Stream.concat(inImage, inChart)
            .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
            .filter(name -> !settings.containsVariable(name));

    // Then
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-registry", "activity-dispatcher"})
  void everyFileOfTheImageIsWhatTheBuildLeaves(String service) {
    // Given
    Path context = Project.path(service).resolve("target/quarkus-app");

    // When
    List<Path> copied =
        COPY.matcher(dockerfile(service)).results().map(m -> context.resolve(m.group(1))).toList();

    // Then
    assertThat(copied).hasSize(4).allSatisfy(path -> assertThat(path).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-registry", "activity-dispatcher"})
  void imageChartAndServiceAgreeOnThePort(String service) {
    // When
    String ofService = Project.applicationProperties(service).getProperty("quarkus.http.port");

    // Then
    assertThat(EXPOSE.matcher(dockerfile(service)).results().map(match -> match.group(1)))
        .containsExactly(ofService);
    assertThat(settingsFor(service).getProperty("quarkus.http.port")).isEqualTo(ofService);
    assertThat(text(list(container(service), "ports").getFirst(), "containerPort"))
        .isEqualTo(ofService);
  }

  private static String dockerfile(String service) {
    return Project.read(Project.path("deploy/docker/" + service + ".Dockerfile"));
  }

  private Properties settingsFor(String service) {
    Object configMap = new Yaml().load(chart.render(service + "-settings.yaml"));
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(text(at(configMap, "data"), "application.properties")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return settings;
  }

  private Object container(String service) {
    Object deployment = new Yaml().load(chart.render(service + "-deployment.yaml"));
    return list(at(at(at(deployment, "spec"), "template"), "spec"), "containers").getFirst();
  }

  private static boolean isIn(Object values, List<String> path) {
    Object current = values;
    for (String key : path) {
      if (!(current instanceof Map<?, ?> map) || !map.containsKey(key)) {
        return false;
      }
      current = map.get(key);
    }
    return true;
  }

  private static Object at(Object map, String key) {
    return Objects.requireNonNull(((Map<?, ?>) map).get(key), key);
  }

  private static List<Object> list(Object map, String key) {
    return List.copyOf((List<?>) at(map, key));
  }

  private static String text(Object map, String key) {
    return String.valueOf(at(map, key));
  }
}
