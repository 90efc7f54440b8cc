package org.distributedactors.kernel;

import java.util.concurrent.Executor;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.transport.Transport;

/// What a kernel stands on: threads, clocks, chance and network. The system's own, unless another is handed in, as a
/// simulation does.
public interface Platform {

    /// Makes the threads. Called before each life of the node.
    void start();

    /// Gives the threads back. Called after each life of the node.
    void stop();

    /// Clocks, threads and chance, usable between {@link #start} and {@link #stop}.
    Environment environment();

    /// Opens the way to the network for one life of the node.
    Transport transport(KernelConfig config);

    /// How much of its processors' time this JVM uses, from 0 to 1; 0 where that is not known.
    default double cpuLoad() {
        return 0;
    }

    /// Runs what may block for a while, such as a look at where other nodes are.
    Executor blocking();
}
