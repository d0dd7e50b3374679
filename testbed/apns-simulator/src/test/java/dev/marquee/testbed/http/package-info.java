@NullMarked
package dev.marquee.testbed.http;

import org.jspecify.annotations.NullMarked;
