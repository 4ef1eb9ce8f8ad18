// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs guests. Where there can be none it is skipped and says why; in continuous integration (environment
 * variable {@code CI=true}) it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("guest")
@ExtendWith(GuestCondition.class)
public @interface RequiresGuest {}
