package dev.marquee.testbed.backends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedPostgresServerTest {

  @TempDir Path directory;

  @Test
  void keepsDatabasesApart() throws SQLException {
    // Given
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start()) {
      server.createDatabase("left");
      server.createDatabase("right");
      execute(server, "left", "create table ticket (id int)");

      // When
      server.createDatabase("left");

      // Then
      assertThat(single(server, "left", "select count(*) from ticket")).isEqualTo("0");
      assertThat(single(server, "right", "select to_regclass('ticket') is null")).isEqualTo("t");
      assertThat(single(server, "left", "show server_version")).startsWith("18.");
    }
  }

  @Test
  void leavesNeitherProcessNorFilesBehind() throws Exception {
    // Given
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start();
    Path dataDirectory = Path.of(single(server, "postgres", "show data_directory"));
    ProcessHandle postmaster = postmasterOf(dataDirectory);

    // When
    server.close();

    // Then
    postmaster.onExit().get(10, TimeUnit.SECONDS);
    assertThat(dataDirectory).doesNotExist();
  }

  @Test
  void waitsForTheDiskOnlyWhenDurable() throws SQLException {
    // Given
    PostgresSettings settings =
        PostgresSettings.forTests().withDurable(true).withMaxConnections(50);

    // When
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(settings)) {

      // Then
      assertThat(single(server, "postgres", "show fsync")).isEqualTo("on");
      assertThat(single(server, "postgres", "show synchronous_commit")).isEqualTo("on");
      assertThat(single(server, "postgres", "show max_connections")).isEqualTo("50");
    }
  }

  @Test
  void startsAgainOnTheSameFilesWhileTheServerOfAKilledProcessStillRuns() throws Exception {
    // Given
    PostgresSettings settings =
        PostgresSettings.forTests()
            .withPort(Ports.free())
            .withDataDirectory(directory.resolve("postgres"));
    ProcessHandle leftover = startInAProcessThatDies(settings);

    // When
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(settings)) {

      // Then
      assertThat(leftover.isAlive()).isFalse();
      assertThat(single(server, "survivors", "select count(*) from ticket")).isEqualTo("1");
    }
  }

  @Test
  void endsWithItsJvmThatForgotToCloseIt() throws Exception {
    // When
    Process owner =
        otherProcess(LeavingOwner.class).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String dataDirectory = new String(owner.getInputStream().readAllBytes(), UTF_8).strip();
    owner.waitFor();

    // Then
    assertThat(dataDirectory).contains("postgres-data");
    assertThat(Path.of(dataDirectory)).doesNotExist();
  }

  @Test
  void findsNoLeftoverWhereNoneIs() {
    // When
    boolean found = EmbeddedPostgresServer.stopLeftover(directory);

    // Then
    assertThat(found).isFalse();
  }

  @Test
  void namesThePortThatIsTaken() {
    // Given
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start()) {
      PostgresSettings settings = PostgresSettings.forTests().withPort(server.port());

      // When
      assertThatThrownBy(() -> EmbeddedPostgresServer.start(settings))

          // Then
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("Port " + server.port());
    }
  }

  /** Runs {@link DyingOwner} to its violent end and returns the postmaster that it left. */
  private static ProcessHandle startInAProcessThatDies(PostgresSettings settings) throws Exception {
    String dataDirectory = String.valueOf(settings.dataDirectory());
    otherProcess(DyingOwner.class, Integer.toString(settings.port()), dataDirectory)
        .inheritIO()
        .start()
        .waitFor();
    return postmasterOf(Path.of(dataDirectory));
  }

  private static ProcessBuilder otherProcess(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static ProcessHandle postmasterOf(Path dataDirectory) throws Exception {
    String pid = Files.readAllLines(dataDirectory.resolve("postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  static void execute(EmbeddedPostgresServer server, String database, String sql)
      throws SQLException {
    try (Connection connection = connect(server, database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String single(EmbeddedPostgresServer server, String database, String query)
      throws SQLException {
    try (Connection connection = connect(server, database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgresServer server, String database)
      throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }
}
