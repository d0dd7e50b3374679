// Printed by: ./marquee types swift
// The definition of this type is the one truth of it: change that, and print this anew.

import ActivityKit
import Foundation

struct FlightAttributes: ActivityAttributes {
  struct ContentState: Codable, Hashable {
    /// A text for people, in the language of the device.
    var route: String
    /// On the wire seconds since 2001-01-01T00:00:00Z, as `JSONDecoder` reads a `Date`.
    var departure: Date
    /// On the wire seconds since 2001-01-01T00:00:00Z, as `JSONDecoder` reads a `Date`.
    var arrival: Date
    /// On the wire seconds since 2001-01-01T00:00:00Z, as `JSONDecoder` reads a `Date`.
    var boarding: Date?
    /// A text for people, in the language of the device.
    var gate: String?
    /// What `gate` is called; there only together with it.
    var gateLabel: String?
    /// A text for people, in the language of the device.
    var seat: String?
    /// What `seat` is called; there only together with it.
    var seatLabel: String?
    /// A number.
    var group: Int?
    /// A number.
    var bags: Int
    /// Yes or no.
    var priority: Bool
    /// A colour, `#RRGGBB`.
    var colour: String
    /// An absolute URL.
    var link: URL?
    /// A text for people, in the language of the device.
    var status: String
    /// A text for people, in the language of the device.
    var message: String?
  }

  /// A text for people, in the language of the device.
  var bookingId: String
  /// A text for people, in the language of the device.
  var flight: String
}
