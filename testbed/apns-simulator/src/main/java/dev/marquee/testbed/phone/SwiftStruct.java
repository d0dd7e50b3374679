package dev.marquee.testbed.phone;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A Swift struct as the app declares it, with the decoding that the compiler writes for it. */
public record SwiftStruct(Map<String, Member> members) implements SwiftType {

  /**
   * One stored property. An optional one may be missing or {@code null}; any other makes the whole
   * struct undecodable.
   */
  public record Member(SwiftType type, boolean optional) {
    public Member {
      Objects.requireNonNull(type, "type");
    }
  }

  public SwiftStruct {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public static SwiftStruct empty() {
    return new SwiftStruct(Map.of());
  }

  public SwiftStruct required(String name, SwiftType type) {
    return with(name, new Member(type, false));
  }

  public SwiftStruct optional(String name, SwiftType type) {
    return with(name, new Member(type, true));
  }

  private SwiftStruct with(String name, Member member) {
    Map<String, Member> more = new LinkedHashMap<>(members);
    if (more.put(name, member) != null) {
      throw new IllegalArgumentException("Member " + name + " is declared twice");
    }
    return new SwiftStruct(more);
  }

  @Override
  public String describe() {
    return "an object";
  }
}
