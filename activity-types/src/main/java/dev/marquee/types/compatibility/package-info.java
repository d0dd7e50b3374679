/** Compares two versions of a definition from the point of view of the apps that are installed. */
@NullMarked
package dev.marquee.types.compatibility;

import org.jspecify.annotations.NullMarked;
