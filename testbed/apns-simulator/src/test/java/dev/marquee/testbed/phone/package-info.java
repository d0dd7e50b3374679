/** Tests of the virtual phones, behind a real simulator. */
@NullMarked
package dev.marquee.testbed.phone;

import org.jspecify.annotations.NullMarked;
