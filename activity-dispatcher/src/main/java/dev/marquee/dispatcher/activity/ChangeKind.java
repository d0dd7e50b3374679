package dev.marquee.dispatcher.activity;

/** What can ring an alert, the strongest first. */
public enum ChangeKind {
  TIMES,
  PLACE,
  MESSAGE,
  REMINDER
}
