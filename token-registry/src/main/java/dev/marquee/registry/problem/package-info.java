/** Errors of the REST API as RFC 9457 problems, each of a documented type. */
@NullMarked
package dev.marquee.registry.problem;

import org.jspecify.annotations.NullMarked;
