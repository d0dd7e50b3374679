/** Prints the Swift side of a definition. */
@NullMarked
package dev.marquee.types.swift;

import org.jspecify.annotations.NullMarked;
