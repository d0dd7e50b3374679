/**
 * Tokens that APNs refused: judges the dispatcher's reports and answers each with the row's state.
 */
@NullMarked
package dev.marquee.registry.rejection;

import org.jspecify.annotations.NullMarked;
