// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.bench;

import java.util.concurrent.Callable;

/**
 * A command of {@code lab bench}, with picocli's annotations. It returns its exit code; {@link java.util.ServiceLoader} finds it.
 */
public interface Benchmark extends Callable<Integer> {}
