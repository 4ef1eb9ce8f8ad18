// SPDX-License-Identifier: Apache-2.0

/**
 * Walkthroughs: JShell scripts that are a lesson, a page and a test at the same time.
 *
 * <p>The {@linkplain org.messageslot.lab.walk.WalkthroughParser parser} turns a script into a {@linkplain
 * org.messageslot.lab.walk.Walkthrough walkthrough}; a {@linkplain org.messageslot.lab.walk.Session session} runs its
 * Java; a {@linkplain org.messageslot.lab.walk.WalkthroughCheck check} holds it against what happens, a {@linkplain
 * org.messageslot.lab.walk.Lesson lesson} teaches it, and the {@linkplain org.messageslot.lab.site.Site site} shows it.
 */
@NullMarked
package org.messageslot.lab.walk;

import org.jspecify.annotations.NullMarked;
