// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.messageslot.grading.trial.GuestStock.GuestKind;

/**
 * A check: a JUnit test that takes a {@link Trial}. Points, title, hint and dependencies are the rubric's, by id.
 *
 * <p>A check passes if it returns, fails by a {@link Mismatch}, and cannot be judged if it throws anything else.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(TrialExtension.class)
public @interface Check {

    /** {@return the check's id in the rubric} */
    String value();

    /** {@return whether the module has to be built for it} */
    boolean module() default true;

    /** {@return the ids of the programs that have to be built for it} */
    String[] programs() default {};

    /** {@return the kind of guest} */
    GuestKind guest() default GuestKind.PLAIN;

    /** {@return whether the module is loaded before the check begins and unloaded after it ended} */
    boolean load() default true;

    /** {@return whether it asks of a kernel that never loaded a module, and so can do with no other} */
    boolean firstLoad() default false;

    /** {@return whether it is run even if the module does not load, so that somebody says so} */
    boolean withoutLoading() default false;

    /**
     * Returns whether it unloads the module after plain use; of at most one check in an assignment. What unloading comes to there
     * is counted there, and where it goes wrong no other check has the module unloaded in the end.
     *
     * @return whether it does
     */
    boolean plainUnloading() default false;

    /** {@return whether usual mistakes fail it, so that practice runs it before others} */
    boolean telling() default false;
}
