/** What the dispatcher says back: rejected tokens and the outcome of every push. */
@NullMarked
package dev.marquee.contracts.outcome;

import org.jspecify.annotations.NullMarked;
