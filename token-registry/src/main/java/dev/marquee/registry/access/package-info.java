/**
 * Who is calling: a user or an operator by JWT, or an install by the device credential that its
 * last sign-in was given.
 */
@NullMarked
package dev.marquee.registry.access;

import org.jspecify.annotations.NullMarked;
