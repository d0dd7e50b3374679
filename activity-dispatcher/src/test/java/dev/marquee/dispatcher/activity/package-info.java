/** Tests of the package. */
@NullMarked
package dev.marquee.dispatcher.activity;

import org.jspecify.annotations.NullMarked;
