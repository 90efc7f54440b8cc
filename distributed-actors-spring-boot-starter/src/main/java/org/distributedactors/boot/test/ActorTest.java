package org.distributedactors.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A JUnit test of actors on simulated nodes: no network, no threads, a clock that the test drives, and the same run each
/// time. Every test method gets a fresh cluster, and may have as parameters
///
/// | Type | What it gets |
/// |---|---|
/// | `SimulatedCluster` | all nodes, connected or about to: {@link org.distributedactors.testing.SimulatedCluster} |
/// | `SimulatedNode` | the first node, or the one of {@link OnNode} |
/// | `Probe` | a process on that node to speak through: {@link org.distributedactors.testing.Probe} |
///
/// Actors are started by the test, which hands them what a context would inject: `node.spawn(Counter.class, new
/// CounterActor(repository))`. In a simulated process nothing may block: an actor that waits for another one, a database or
/// a thread is tested with `@SpringBootTest`, where a node without a cookie is local and quick.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ActorTestExtension.class)
public @interface ActorTest {

    /// The short names of the nodes; the first is the one that parameters mean.
    String[] nodes() default "node";

    /// What all chance is made from: delays of the network, order of activations. Another seed gives another run, the same
    /// seed the same.
    long seed() default 1;

    /// Whether all nodes are connected, and share their global names, before the test begins.
    boolean connected() default true;
}
