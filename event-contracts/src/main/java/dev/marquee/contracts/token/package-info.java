/**
 * What the token registry says about devices and their tokens, on the topic {@code token-events}.
 */
@NullMarked
package dev.marquee.contracts.token;

import org.jspecify.annotations.NullMarked;
