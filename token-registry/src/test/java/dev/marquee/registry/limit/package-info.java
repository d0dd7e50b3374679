@NullMarked
package dev.marquee.registry.limit;

import org.jspecify.annotations.NullMarked;
