/** What production must not run with. */
@NullMarked
package dev.marquee.registry.production;

import org.jspecify.annotations.NullMarked;
