/** Rules of credentials that need no server. */
@NullMarked
package dev.marquee.registry.access;

import org.jspecify.annotations.NullMarked;
