@NullMarked
package dev.marquee.registry.batch;

import org.jspecify.annotations.NullMarked;
