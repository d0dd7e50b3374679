package dev.marquee.testbed.apns;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What APNs does with a request once it is read, apart from the wire: check it, let a fault befall
 * it, hand it to its receiver, note it in the log. Shared by all connections of a simulator; it
 * keeps no state of its own.
 */
final class PushService {
  private final InstantSource clock;
  private final ApnsEnvironment environment;
  private final ProviderTokens providerTokens;
  private final RequestChecks checks;
  private final FaultControl faults;
  private final PushLog log;

  PushService(
      InstantSource clock,
      ApnsEnvironment environment,
      ProviderTokens providerTokens,
      TokenDirectory tokens,
      FaultControl faults,
      PushLog log) {
    this.clock = clock;
    this.environment = environment;
    this.providerTokens = providerTokens;
    this.checks = new RequestChecks(environment, tokens);
    this.faults = faults;
    this.log = log;
  }

  InstantSource clock() {
    return clock;
  }

  ApnsEnvironment environment() {
    return environment;
  }

  ProviderSession newSession() {
    return new ProviderSession(environment, providerTokens);
  }

  Decision process(IncomingRequest request, ProviderSession session, RandomGenerator random) {
    PushRequest push = request.push();
    Verdict verdict = checks.check(request, session);
    Fault fault = faults.pick(push);
    PushAnswer answer = answer(verdict, fault);
    if (answer.processed() && verdict instanceof Verdict.Deliver deliver) {
      deliver.receiver().receive(push);
    }
    String apnsId = push.header("apns-id");
    if (apnsId == null) {
      apnsId = new UUID(random.nextLong(), random.nextLong()).toString();
    }
    log.add(push, apnsId, answer);
    return new Decision(answer, apnsId, verdict.authenticated(), fault);
  }

  private static PushAnswer answer(Verdict verdict, @Nullable Fault fault) {
    PushAnswer deserved =
        switch (verdict) {
          case Verdict.Deliver _ -> new PushAnswer.Accepted();
          case Verdict.Refuse refuse -> refuse.answer();
        };
    return switch (fault) {
      case null -> deserved;
      case Fault.DelayAnswer _, Fault.StallConnection _ -> deserved;
      case Fault.GoAway goAway -> answer(deserved, goAway);
      case Fault.AnswerWith with ->
          new PushAnswer.Rejected(with.status(), with.reason(), with.timestamp());
      case Fault.LoseAnswer _ -> new PushAnswer.Unanswered("answer lost", deserved.processed());
      case Fault.ResetStream reset ->
          new PushAnswer.Unanswered(
              "stream reset with " + reset.errorCode(), reset.processed() && deserved.processed());
      case Fault.CloseConnection close ->
          new PushAnswer.Unanswered("connection cut", close.processed() && deserved.processed());
    };
  }

  private static PushAnswer answer(PushAnswer deserved, Fault.GoAway goAway) {
    return switch (goAway.farewell()) {
      case GRACEFUL, ANNOUNCED -> deserved;
      case EARLY -> new PushAnswer.Unanswered("connection went away before it", false);
      case ABRUPT -> new PushAnswer.Unanswered("connection went away", deserved.processed());
    };
  }
}
