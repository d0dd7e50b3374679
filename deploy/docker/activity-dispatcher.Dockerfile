# The image of the activity dispatcher. The context is what its build leaves:
#
#   ./mvnw -pl activity-dispatcher -am package
#   docker build -f deploy/docker/activity-dispatcher.Dockerfile -t marquee/activity-dispatcher \
#     activity-dispatcher/target/quarkus-app

FROM eclipse-temurin:25-jre

RUN useradd --system --no-create-home --uid 10001 marquee
# Settings that the operator mounts are read from config/application.properties in here.
WORKDIR /deployments

# What changes least comes first.
COPY lib/ lib/
COPY quarkus/ quarkus/
COPY quarkus-run.jar ./
COPY app/ app/

USER 10001
EXPOSE 8081
ENV QUARKUS_HTTP_HOST=0.0.0.0
# Apple asks to look APNs up anew for each connection, so the JVM remembers no address.
# The heap leaves room for buffers outside of it; a JVM out of memory ends and is started again.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-Dsun.net.inetaddr.ttl=0", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", "quarkus-run.jar"]
