package dev.marquee.testbed.evening;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is on that evening: four theatres, two cinemas, one airport with a railway station. */
final class Catalogue {

  /** A house and how it calls its ways in. */
  private record Venue(String name, String city, ZoneId timeZone, String gateLabel) {}

  private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");
  private static final ZoneId ENGLAND = ZoneId.of("Europe/London");

  private static final Venue KUPFERGRABEN =
      new Venue("Theater am Kupfergraben", "Berlin", GERMANY, "Door");
  private static final Venue ALSTER =
      new Venue("Schauspielhaus am Alsterufer", "Hamburg", GERMANY, "Entrance");
  private static final Venue ISAR =
      new Venue("Volkstheater an der Isar", "München", GERMANY, "Door");
  private static final Venue SCHWANENTEICH =
      new Venue("Oper am Schwanenteich", "Leipzig", GERMANY, "Entrance");
  private static final Venue LICHTSPIELHAUS =
      new Venue("Lichtspielhaus am Ring", "Köln", GERMANY, "Screen");
  private static final Venue GLORIA = new Venue("Filmpalast Gloria", "Berlin", GERMANY, "Screen");
  private static final Venue AIRPORT =
      new Venue("Docklands International", "London", ENGLAND, "Gate");
  private static final Venue STATION =
      new Venue("Docklands International Station", "London", ENGLAND, "Platform");

  private Catalogue() {}

  static List<Show> theatres() {
    return List.of(
        show("tosca", "Tosca", KUPFERGRABEN, 30, 170, "B"),
        show("cherry-orchard", "The Cherry Orchard", KUPFERGRABEN, 60, 140, "2"),
        show("satie-night", "A Night of Satie", KUPFERGRABEN, 210, 70, "Foyer"),
        show("faust", "Faust I", ALSTER, 0, 185, "1"),
        show("woyzeck", "Woyzeck", ALSTER, 75, 105, "3"),
        show("improvised", "Shakespeare, Improvised", ALSTER, 195, 75, "1"),
        show("fledermaus", "Die Fledermaus", ISAR, 30, 165, "A"),
        show("inspector", "The Government Inspector", ISAR, 0, 150, "C"),
        show("cabaret", "Kabarett nach zehn", ISAR, 180, 80, "Keller"),
        show("freischuetz", "Der Freischütz", SCHWANENTEICH, 0, 180, "Nord"),
        show("swan-lake", "Swan Lake", SCHWANENTEICH, -60, 150, "Süd"),
        show("winterreise", "Winterreise", SCHWANENTEICH, 120, 90, "Kammersaal"));
  }

  static List<Show> cinemas() {
    return List.of(
        show("salt-road-early", "The Salt Road", LICHTSPIELHAUS, -75, 115, "1"),
        show("paper-moths", "Paper Moths", LICHTSPIELHAUS, -45, 95, "4"),
        show("lighthouse-keepers", "The Lighthouse Keepers", LICHTSPIELHAUS, 15, 125, "2"),
        show("salt-road", "The Salt Road", LICHTSPIELHAUS, 75, 115, "1"),
        show("nordwind", "Nordwind", LICHTSPIELHAUS, 90, 105, "3"),
        show("second-violin", "Second Violin", LICHTSPIELHAUS, 135, 110, "2"),
        show("salt-road-late", "The Salt Road", LICHTSPIELHAUS, 225, 115, "1"),
        show("kleine-wunder", "Kleine Wunder", GLORIA, -60, 90, "5"),
        show("ocean-of-static", "Ocean of Static", GLORIA, -15, 135, "1"),
        show("aunt-clara", "Aunt Clara Robs a Bank", GLORIA, 45, 100, "3"),
        show("nordwind-gloria", "Nordwind", GLORIA, 60, 105, "2"),
        show("ocean-of-static-2", "Ocean of Static", GLORIA, 120, 135, "1"),
        show("midnight-matinee", "The Midnight Matinee", GLORIA, 180, 110, "4"),
        show("nosferatu", "Nosferatu, with live organ", GLORIA, 225, 95, "1"));
  }

  /** The first half of the departures has a gate already, the others get theirs on the day. */
  static List<Show> departures() {
    return List.of(
        show("qk-418", "QK 418 to Lisbon", AIRPORT, -20, 165, "22"),
        show("qk-077", "QK 77 to Edinburgh", AIRPORT, 5, 85, "9"),
        show("nv-1203", "NV 1203 to Oslo", AIRPORT, 20, 130, "31"),
        show("rx-19", "RX 19 to Leeds", STATION, 35, 150, "2"),
        show("hs-560", "HS 560 to Zürich", AIRPORT, 50, 105, "17"),
        show("qk-902", "QK 902 to Dublin", AIRPORT, 65, 80, "11"),
        show("tl-334", "TL 334 to Porto", AIRPORT, 80, 150, "24"),
        show("hs-562", "HS 562 to Geneva", AIRPORT, 95, 100, null),
        show("nv-1207", "NV 1207 to Bergen", AIRPORT, 110, 125, null),
        show("rx-23", "RX 23 to York", STATION, 125, 125, "4"),
        show("qk-424", "QK 424 to Madrid", AIRPORT, 180, 150, null),
        show("tl-340", "TL 340 to Faro", AIRPORT, 195, 175, null),
        show("hs-570", "HS 570 to Vienna", AIRPORT, 210, 140, null),
        show("nv-1211", "NV 1211 to Copenhagen", AIRPORT, 225, 115, null));
  }

  static List<Show> all() {
    return Stream.of(theatres(), cinemas(), departures()).flatMap(List::stream).toList();
  }

  private static Show show(
      String id, String title, Venue venue, int startsAt, int minutes, @Nullable String gate) {
    Duration start = Duration.ofMinutes(startsAt);
    return new Show(
        id,
        title,
        venue.name,
        venue.city,
        venue.timeZone,
        start,
        start.plusMinutes(minutes),
        start.minusMinutes(30),
        gate,
        gate == null ? null : venue.gateLabel);
  }
}
