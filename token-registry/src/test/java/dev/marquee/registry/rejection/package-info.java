@NullMarked
package dev.marquee.registry.rejection;

import org.jspecify.annotations.NullMarked;
