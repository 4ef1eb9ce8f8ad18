// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Role;

/**
 * The checks of an assignment as methods, by their ids.
 *
 * <p>Immutable and thread-safe.
 */
public final class CheckMethods {

    private static final Map<Assignment, CheckMethods> KNOWN = new ConcurrentHashMap<>();

    private final Artifacts artifacts;
    private final Map<String, Method> methods = new TreeMap<>();

    private CheckMethods(List<Class<?>> sections, Artifacts artifacts) {
        this.artifacts = artifacts;
        for (Class<?> section : sections) {
            for (Method method : section.getDeclaredMethods()) {
                Check check = method.getAnnotation(Check.class);
                if (check != null && methods.put(check.value(), method) != null) {
                    throw new IllegalStateException("Two checks are called " + check.value() + ".");
                }
            }
        }
    }

    /**
     * Returns the checks of an assignment.
     *
     * @param assignment the assignment
     * @return its checks
     * @throws IllegalStateException if two of them have the same id
     */
    public static CheckMethods of(Assignment assignment) {
        return KNOWN.computeIfAbsent(assignment, one -> new CheckMethods(one.checks(), one.artifacts()));
    }

    /** {@return the ids of all checks that there are, in order} */
    public Set<String> ids() {
        return Collections.unmodifiableSet(methods.keySet());
    }

    /** {@return the method that makes a check; empty if there is no check of that id} */
    Optional<Method> find(String id) {
        return Optional.ofNullable(methods.get(id));
    }

    /**
     * Names the method that makes a check, as IDEs find it.
     *
     * @param id the check's id
     * @return a URI of JUnit's; empty if there is no check of that id
     */
    public Optional<URI> source(String id) {
        return find(id).map(method ->
                URI.create("method:" + method.getDeclaringClass().getName() + "#" + method.getName() + "("
                        + method.getParameterTypes()[0].getName() + ")"));
    }

    /** {@return the method that makes a check} */
    Method method(String id) {
        return Objects.requireNonNull(methods.get(id), id);
    }

    /** {@return how a check is declared} */
    Check check(String id) {
        return method(id).getAnnotation(Check.class);
    }

    /**
     * Tells which parts of a submission decide on a check.
     *
     * @param id the check's id, one of {@link #ids}
     * @return the parts, in their order; what else there is in a submission changes nothing
     */
    public Set<Role> needs(String id) {
        Set<Role> needs = new TreeSet<>(declaredNeeds(id));
        if (check(id).load()) {
            needs.add(artifacts.module());
        }
        return needs;
    }

    /** {@return what has to be built for a check, the module first} */
    List<Role> declaredNeeds(String id) {
        Check check = check(id);
        List<Role> needs = new ArrayList<>();
        if (check.module()) {
            needs.add(artifacts.module());
        }
        for (String program : check.programs()) {
            needs.add(artifacts.role(program));
        }
        return needs;
    }

    /** {@return the ids of the checks that usual mistakes fail} */
    public Set<String> telling() {
        return declared(Check::telling);
    }

    /**
     * Returns the check that unloads the module after plain use. If the module crashes or hangs even then, that is counted there,
     * and no other check has it unloaded in the end.
     *
     * @return its id; empty if the assignment has none
     */
    public Optional<String> plainUnloading() {
        return declared(Check::plainUnloading).stream().findFirst();
    }

    private Set<String> declared(Predicate<Check> property) {
        return methods.keySet().stream().filter(id -> property.test(check(id))).collect(Collectors.toUnmodifiableSet());
    }
}
