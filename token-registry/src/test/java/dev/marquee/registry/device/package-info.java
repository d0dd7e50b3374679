/** Rules of reports that need no server, and those of the transaction that need its inside. */
@NullMarked
package dev.marquee.registry.device;

import org.jspecify.annotations.NullMarked;
