// Printed by: ./marquee types swift
// The definition of this type is the one truth of it: change that, and print this anew.

import ActivityKit
import Foundation

struct TicketAttributes: ActivityAttributes {
  struct ContentState: Codable, Hashable {
    /// A text for people, in the language of the device.
    var title: String
    /// A text for people, in the language of the device.
    var venue: String?
    /// A text for people, in the language of the device.
    var gate: String?
    /// What `gate` is called; there only together with it.
    var gateLabel: String?
    /// A text for people, in the language of the device.
    var seat: String?
    /// Seconds since 1970: `Date(timeIntervalSince1970: TimeInterval(...))`.
    var startsAt: Int
    /// Seconds since 1970: `Date(timeIntervalSince1970: TimeInterval(...))`.
    var endsAt: Int
    /// A text for people, in the language of the device.
    var status: String
    /// A text for people, in the language of the device.
    var message: String?
  }

  /// A text for people, in the language of the device.
  var bookingId: String
}
