// SPDX-License-Identifier: Apache-2.0

/**
 * Packages from Debian's archive on any machine: without apt, dpkg or root.
 *
 * <p>Start at {@link org.messageslot.debian.DebianArchive}. What is trusted is {@code ArchiveKeys}; they vouch for a
 * {@code Release}, which vouches for a list of packages, which vouches for each {@code Deb}. {@code Downloads} fetches all of
 * them, from the {@code Mirrors} and through the proxy of {@code ProxySettings}.
 */
@NullMarked
package org.messageslot.debian;

import org.jspecify.annotations.NullMarked;
