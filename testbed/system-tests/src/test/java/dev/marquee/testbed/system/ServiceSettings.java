package dev.marquee.testbed.system;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of all settings that a service reads, taken from its classes. */
final class ServiceSettings {

  private static final String CONFIG_MAPPING = "io.smallrye.config.ConfigMapping";
  private static final String WITH_NAME = "io.smallrye.config.WithName";
  private static final String CONFIG_PROPERTY =
      "org.eclipse.microprofile.config.inject.ConfigProperty";

  /** Stands for one segment that the operator chooses. */
  private static final String ANY = "*";

  /** Settings of the platform that deployments give; Quarkus' guides describe them. */
  private static final List<String> OF_THE_PLATFORM =
      List.of(
          "quarkus.http.port",
          "quarkus.datasource.username",
          "quarkus.datasource.password",
          "quarkus.datasource.reactive.url",
          "quarkus.datasource.jdbc.url",
          "kafka.bootstrap.servers",
          "kafka.sasl.jaas.config",
          "mp.jwt.verify.issuer",
          "mp.jwt.verify.publickey.location");

  private final Set<String> names = new TreeSet<>(OF_THE_PLATFORM);

  private ServiceSettings() {}

  static ServiceSettings of(String service) {
    ServiceSettings settings = new ServiceSettings();
    settings.names.addAll(Project.applicationProperties(service).stringPropertyNames());
    JavaClasses classes =
        new ClassFileImporter().importPath(Project.path(service).resolve("target/classes"));
    for (JavaClass type : classes) {
      type.tryGetAnnotationOfType(CONFIG_MAPPING)
          .ifPresent(mapping -> settings.addGroup(textOf(mapping, "prefix"), type));
      settings.addInjected(type);
    }
    return settings;
  }

  private void addGroup(String prefix, JavaClass group) {
    for (JavaMethod method : group.getMethods()) {
      String name =
          method
              .tryGetAnnotationOfType(WITH_NAME)
              .map(annotation -> textOf(annotation, "value"))
              .orElseGet(() -> kebab(method.getName()));
      addMember(prefix + "." + name, method.getReturnType());
    }
  }

  private void addMember(String name, JavaType type) {
    JavaClass erasure = type.toErasure();
    if (type instanceof JavaParameterizedType generic
        && erasure.isEquivalentTo(java.util.Map.class)) {
      addMember(name + "." + ANY, generic.getActualTypeArguments().get(1));
    } else if (type instanceof JavaParameterizedType generic
        && erasure.isEquivalentTo(java.util.Optional.class)) {
      addMember(name, generic.getActualTypeArguments().getFirst());
    } else if (erasure.isInterface() && erasure.getPackageName().startsWith("dev.marquee")) {
      addGroup(name, erasure);
    } else {
      names.add(name);
    }
  }

  private void addInjected(JavaClass type) {
    Stream<JavaAnnotation<?>> ofFields =
        type.getFields().stream().flatMap(field -> field.getAnnotations().stream());
    Stream<JavaAnnotation<?>> ofParameters =
        type.getCodeUnits().stream()
            .map(JavaCodeUnit::getParameterAnnotations)
            .flatMap(List::stream)
            .flatMap(Set::stream);
    Stream.concat(ofFields, ofParameters)
        .filter(annotation -> annotation.getRawType().getName().equals(CONFIG_PROPERTY))
        .forEach(annotation -> names.add(textOf(annotation, "name")));
  }

  private static String textOf(JavaAnnotation<?> annotation, String member) {
    return annotation.get(member).map(Object::toString).orElse("");
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Whether the service reads the setting; {@code placeholder} is a segment of any name. */
  boolean contains(String setting, String placeholder) {
    return names.stream()
        .anyMatch(name ->
            Pattern.matches(
                Pattern.quote(name).replace(ANY, "\\E[^.]+\\Q"),
                setting.replace(placeholder, "any")));
  }

  /** Whether the environment variable sets a setting that the service reads. */
  boolean containsVariable(String variable) {
    return names.stream()
        .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
        .anyMatch(variable::equals);
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
