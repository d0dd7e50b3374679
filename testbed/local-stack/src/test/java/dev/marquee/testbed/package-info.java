/** What holds for the whole module. */
@NullMarked
package dev.marquee.testbed;

import org.jspecify.annotations.NullMarked;
