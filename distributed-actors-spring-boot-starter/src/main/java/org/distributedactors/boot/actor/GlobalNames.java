package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry of the cluster as the start of a named actor sees it.
record GlobalNames(Kernel kernel) implements GlobalStart.Names {

    private static final Logger log = LoggerFactory.getLogger(GlobalNames.class);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    /// Waits until the node has joined the others there are: registered before that, the name would meet its owner only
    /// afterwards, and one of the two processes be killed for it.
    @Override
    public boolean register(Term name, Pid pid) {
        awaitOthers();
        try {
            return kernel.globalRegistry().register(name, pid);
        } catch (IllegalStateException busy) {
            log.atWarn()
                    .addKeyValue("name", name)
                    .log("Global name {} is not registered yet: {}", name, busy.getMessage());
            return false;
        }
    }

    private void awaitOthers() {
        try {
            kernel.joined().toCompletableFuture().get(JOIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException late) {
            log.warn("Some nodes are neither reached nor given up after {}", JOIN_LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Pid> whereis(Term name) {
        return kernel.globalRegistry().whereis(name);
    }
}
