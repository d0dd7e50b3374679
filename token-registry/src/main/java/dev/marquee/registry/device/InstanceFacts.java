package dev.marquee.registry.device;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import org.jspecify.annotations.Nullable;

/**
 * What an app says about one of its running or ended Live Activities.
 *
 * @param bookingId what the activity's attributes name
 * @param updateToken null as long as the app has none; never erases one that is held
 */
record InstanceFacts(
    String bookingId,
    @Nullable String attributesType,
    @Nullable PushToken updateToken,
    InstanceState state) {}
