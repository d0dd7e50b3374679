/** Tests of token events. */
@NullMarked
package dev.marquee.contracts.token;

import org.jspecify.annotations.NullMarked;
