// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.grading.slot.referee.Behaviour.CallId;
import org.messageslot.grading.slot.referee.Behaviour.TimedResult;
import org.messageslot.model.ModelKernel;

/**
 * Judges what came of a scenario: right is what some order of the calls, one after the other on the model, explains, in which a
 * call that was over before another began comes first. Immutable and thread-safe.
 */
public final class Linearizability {

    private final Scenario scenario;
    private final List<CallOrder> orders = new ArrayList<>();

    /** One order of all calls, and what they return then. */
    private record CallOrder(List<CallId> calls, Map<CallId, CallResult> results, List<CallResult> after) {}

    /**
     * Tries all orders of a scenario's calls on the model.
     *
     * @param scenario the scenario
     */
    public Linearizability(Scenario scenario) {
        this.scenario = scenario;
        enumerate(new ArrayList<>(), new int[scenario.threads().size()]);
    }

    private void enumerate(List<CallId> order, int[] made) {
        boolean all = true;
        for (int thread = 0; thread < made.length; thread++) {
            if (made[thread] < scenario.threads().get(thread).size()) {
                all = false;
                order.add(new CallId(thread, made[thread]++));
                enumerate(order, made);
                order.remove(order.size() - 1);
                made[thread]--;
            }
        }
        if (all) {
            orders.add(onModel(List.copyOf(order)));
        }
    }

    private CallOrder onModel(List<CallId> order) {
        try (SystemCalls process = new ModelKernel().process()) {
            Map<Integer, Integer> files = new HashMap<>();
            scenario.before().forEach(call -> made(process, call, files));
            Map<CallId, CallResult> results = new HashMap<>();
            for (CallId id : order) {
                results.put(
                        id, made(process, scenario.threads().get(id.thread()).get(id.index()), files));
            }
            List<CallResult> after = new ArrayList<>();
            scenario.after().forEach(call -> after.add(made(process, call, files)));
            return new CallOrder(order, results, after);
        }
    }

    private static CallResult made(SystemCalls process, ScenarioCall call, Map<Integer, Integer> files) {
        Result result = process.run(call.onModel(files.getOrDefault(call.file(), -1)));
        if (call.verb() == ScenarioCall.Verb.OPEN && !result.isFailure()) {
            files.put(call.file(), (int) result.value());
            return new CallResult(0, 0, "");
        }
        boolean read = call.verb() == ScenarioCall.Verb.READ && !result.isFailure();
        String bytes = read ? HexFormat.of().formatHex(result.bytes(), 0, (int) result.value()) : "";
        return new CallResult(result.value(), result.errno(), bytes);
    }

    /**
     * Judges what came of the scenario.
     *
     * @param behaviour what came of it, with all calls made
     * @return whether some order explains it
     */
    public boolean explains(Behaviour behaviour) {
        return order(behaviour).isPresent();
    }

    /**
     * Finds an order of the calls that explains what came of the scenario.
     *
     * @param behaviour what came of it, with all calls made
     * @return the calls in that order; empty if no order explains it
     */
    public Optional<List<CallId>> order(Behaviour behaviour) {
        return orders.stream()
                .filter(order -> explains(order, behaviour))
                .findFirst()
                .map(CallOrder::calls);
    }

    private static boolean explains(CallOrder order, Behaviour behaviour) {
        return order.after().equals(behaviour.after())
                && order.calls().stream().allMatch(id -> isAnswered(order, behaviour, id))
                && isInTime(order, behaviour);
    }

    private static boolean isAnswered(CallOrder order, Behaviour behaviour, CallId id) {
        TimedResult timed = behaviour.calls().get(id);
        return timed != null && timed.result().equals(order.results().get(id));
    }

    /** Of two calls, the one that comes later in the order was not over before the other began. */
    private static boolean isInTime(CallOrder order, Behaviour behaviour) {
        long begun = 0;
        for (CallId id : order.calls()) {
            TimedResult timed = behaviour.calls().get(id);
            if (timed == null || timed.exit() < begun) {
                return false;
            }
            begun = Math.max(begun, timed.enter());
        }
        return true;
    }

    /** {@return in how many orders the calls can be made} */
    public int orders() {
        return orders.size();
    }

    /** {@return the scenario} */
    @Override
    public String toString() {
        return scenario.name() + ", in " + orders.size() + " orders";
    }
}
