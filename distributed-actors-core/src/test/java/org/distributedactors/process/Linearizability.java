package org.distributedactors.process;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/// How long the structures that many threads share are searched for an order of operations that explains nothing. Small by
/// default; `-Dlincheck.iterations=200` searches longer, and `-Dlincheck.model=true` also tries the orders one by one.
///
/// Lincheck instruments the classes of its whole JVM, so its checks run alone and not among the other tests:
/// `mvn -pl distributed-actors-core test -Dtest='*LinearizabilityCheck'`.
final class Linearizability {

    private static final int ITERATIONS = Integer.getInteger("lincheck.iterations", 12);
    private static final int INVOCATIONS = 400;

    private Linearizability() {}

    static void check(Class<?> operations) {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .check(operations);
        if (Boolean.getBoolean("lincheck.model")) {
            new ModelCheckingOptions()
                    .iterations(ITERATIONS)
                    .invocationsPerIteration(INVOCATIONS)
                    .threads(2)
                    .actorsPerThread(3)
                    .check(operations);
        }
    }
}
