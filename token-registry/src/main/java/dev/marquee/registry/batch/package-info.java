/** Work that many requests want at the same time, done for all of them in one go. */
@NullMarked
package dev.marquee.registry.batch;

import org.jspecify.annotations.NullMarked;
