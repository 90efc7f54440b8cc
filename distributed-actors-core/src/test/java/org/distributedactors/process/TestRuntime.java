package org.distributedactors.process;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A runtime for each test, with the system's threads and clocks.
public final class TestRuntime implements BeforeEachCallback, AfterEachCallback {

    public static final Atom OTHER_NODE = Atom.of("b@localhost");

    private SystemTimers timers;
    private ProcessRuntime runtime;

    @Override
    public void beforeEach(ExtensionContext context) {
        timers = new SystemTimers("test-timers");
        runtime = new ProcessRuntime(RuntimeConfig.of(NodeName.of("a@localhost"), 7, timers));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        runtime.close();
        timers.close();
    }

    public ProcessRuntime get() {
        return runtime;
    }

    public void closeTimers() {
        timers.close();
    }

    public void awaitDead(Pid pid) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> !runtime.isAlive(pid));
    }

    public static Pid remotePid(int id) {
        return new Pid(OTHER_NODE, id, 0, 3);
    }
}
