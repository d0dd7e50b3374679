@NullMarked
package dev.marquee.registry.production;

import org.jspecify.annotations.NullMarked;
