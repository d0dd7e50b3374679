/** Rules of errors that need no server. */
@NullMarked
package dev.marquee.registry.problem;

import org.jspecify.annotations.NullMarked;
