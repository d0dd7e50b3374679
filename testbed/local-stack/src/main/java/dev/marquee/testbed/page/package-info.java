/**
 * The phones page: a few iPhones to look at, live, and buttons for all that can happen to them. Its
 * HTML, CSS and JavaScript are the resources in {@code phones/}.
 */
@NullMarked
package dev.marquee.testbed.page;

import org.jspecify.annotations.NullMarked;
