package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Children that say when they start and when they end, and what the tests of supervisors do with them.
abstract class SupervisorFixture {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    ProcessRuntime runtime;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    String event() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    List<String> events(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(event());
        }
        return next;
    }

    class NoisyServer extends CounterServer {
        private final String name;

        NoisyServer(String name) {
            this.name = name;
        }

        @Override
        public Next init(Self self) {
            events.add("start " + name);
            return noReply();
        }

        @Override
        public void terminate(ExitReason reason) {
            events.add("end " + name + " " + (reason.isClean() ? reason : "crash"));
        }
    }

    /// Permanent, with its id as its name.
    ChildSpec child(String name) {
        return ChildSpec.server(name, () -> new NoisyServer(name))
                .withOptions(SpawnOptions.named(name));
    }

    ChildSpec nameless(String id) {
        return ChildSpec.server(id, () -> new NoisyServer(id));
    }

    ServerRef<CounterMsg> ref(String name) {
        return ServerRef.of(runtime, Atom.of(name));
    }

    ServerRef<SupervisorMessage> start(ChildSpec... children) {
        return start(SupervisorSpec.of(children));
    }

    ServerRef<SupervisorMessage> start(SupervisorSpec spec) {
        return Supervisor.start(runtime, SpawnOptions.DEFAULT, spec).ref();
    }

    void crash(String name) {
        crash(ref(name));
    }

    void crash(ServerRef<CounterMsg> child) {
        assertThatThrownBy(() -> child.call(new CounterMsg.Crash()))
                .isInstanceOf(CallFailedException.class);
    }

    Pid pid(String name) {
        return runtime.whereis(Atom.of(name)).orElseThrow();
    }

    void awaitRestart(String name, Pid before) {
        await().until(() ->
                runtime.whereis(Atom.of(name)).filter(pid -> !pid.equals(before)).isPresent());
    }

    static List<ChildInfo> children(ServerRef<SupervisorMessage> supervisor) {
        return supervisor.call(new SupervisorMessage.WhichChildren());
    }
}
