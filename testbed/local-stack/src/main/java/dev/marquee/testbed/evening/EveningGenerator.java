package dev.marquee.testbed.evening;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Invents the evening from a seed. The files in {@code samples/evening} are what it writes for
 * {@link #SEED}; a test keeps both equal.
 */
public final class EveningGenerator {

  /** The seed of the evening that is kept in the repository. */
  static final long SEED = 20_261_204L;

  private EveningGenerator() {}

  /** Writes the evening into the folder that is named first, and says from which seed. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Evening evening = generate(SEED);
    EveningFiles.write(evening, folder);
    System.out.printf(
        "seed %d: %d shows, %d people, %d lines of script in %s%n",
        SEED, evening.shows().size(), evening.people().size(), evening.script().size(), folder);
  }

  static Evening generate(long seed) {
    Random random = new Random(seed);
    List<Show> shows = Catalogue.all();
    List<Person> people = new PeopleGenerator(random, shows).people();
    ScriptBuilder script = new ScriptBuilder(random);
    new ShowScript(script).write();
    new FaultScript(script).write();
    new PersonalScript(script, people, random).write();
    script.repeatSome(30);
    return new Evening(shows, people, script.lines());
  }
}
