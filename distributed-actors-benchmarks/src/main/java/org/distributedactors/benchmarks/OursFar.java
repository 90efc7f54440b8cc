package org.distributedactors.benchmarks;

import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.benchmarks.RemoteMessages.Ack;
import org.distributedactors.benchmarks.RemoteMessages.All;
import org.distributedactors.benchmarks.RemoteMessages.Data;
import org.distributedactors.benchmarks.RemoteMessages.Echo;
import org.distributedactors.benchmarks.RemoteMessages.Hub;
import org.distributedactors.benchmarks.RemoteMessages.NewPong;
import org.distributedactors.benchmarks.RemoteMessages.NewReceiver;
import org.distributedactors.benchmarks.RemoteMessages.NewServer;
import org.distributedactors.benchmarks.RemoteMessages.Ping;
import org.distributedactors.benchmarks.RemoteMessages.Pong;
import org.distributedactors.benchmarks.RemoteMessages.Ready;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.term.Pid;

/// The far node: it makes what the near one asks its `hub` for, and ends with its input.
public final class OursFar {
    private OursFar() {}

    public static void main(String[] args) throws Exception {
        Kernel kernel = RemoteNodes.start(RemoteNodes.FAR);
        ProcessRuntime runtime = kernel.node().processes();
        kernel.actorTypes().declare(new ActorType("child", true, argument -> new Child()));
        kernel.actorTypes().declare(new ActorType("marked", true, argument -> new MarkedChild()));
        kernel.node().spawn(SpawnOptions.named("hub"), new HubBehaviour(runtime));
        System.out.println("PORT " + kernel.node().status().orElseThrow().listening().getPort());
        while (System.in.read() >= 0) {
            // Until the near node is gone.
        }
        Runtime.getRuntime().halt(0);
    }

    private record HubBehaviour(ProcessRuntime runtime) implements Declared {
        @Override
        public Object protocol() {
            return Hub.class;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            switch ((Hub) message) {
                case NewReceiver(Pid to, long count, int window, boolean mark) ->
                        answer(
                                self,
                                to,
                                mark
                                        ? new MarkedReceiver(to, count, window)
                                        : new Receiver(to, count, window));
                case NewPong(Pid to, boolean mark) ->
                        answer(self, to, mark ? new MarkedPonger() : new Ponger());
                case NewServer(Pid to, boolean mark) ->
                        self.send(
                                to,
                                new Ready(
                                        GenServer.start(
                                                        runtime,
                                                        mark ? new MarkedServer() : new Server())
                                                .ref()
                                                .whereis()
                                                .orElseThrow()));
            }
            return null;
        }

        private void answer(Self self, Pid to, ProcessBehaviour behaviour) {
            self.send(to, new Ready(runtime.spawn(SpawnOptions.DEFAULT, behaviour).pid()));
        }
    }

    interface Declared extends ProcessBehaviour {
        @Override
        default ExitReason start(Self self) {
            return null;
        }
    }

    private static class Child implements Declared {
        @Override
        public ExitReason start(Self self) {
            return ExitReason.NORMAL;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    @NonBlocking
    private static final class MarkedChild extends Child {}

    private static class Receiver implements Declared {
        private final Pid to;
        private final long count;
        private final int window;
        private final long allocatedBefore = RemoteNodes.allocated();
        private final long cpuBefore = RemoteNodes.cpuNanos();
        private long got;

        Receiver(Pid to, long count, int window) {
            this.to = to;
            this.count = count;
            this.window = window;
        }

        @Override
        public Object protocol() {
            return Data.class;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            got++;
            if (got == count) {
                self.send(
                        to,
                        new All(
                                RemoteNodes.allocated() - allocatedBefore,
                                RemoteNodes.cpuNanos() - cpuBefore));
                return ExitReason.NORMAL;
            }
            if (window > 0 && got % window == 0) {
                self.send(to, new Ack(window));
            }
            return null;
        }
    }

    private static class Ponger implements Declared {
        @Override
        public Object protocol() {
            return Ping.class;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            Ping ping = (Ping) message;
            self.send(ping.from(), new Pong(ping.number()));
            return ping.number() == 0 ? ExitReason.NORMAL : null;
        }
    }

    private static class Server implements GenServer<Echo> {
        @Override
        public Next handle(Echo echo) {
            return reply(echo, echo.number());
        }
    }

    private static final class MarkedReceiver extends Receiver {
        MarkedReceiver(Pid to, long count, int window) {
            super(to, count, window);
        }

        @Override
        public boolean isNonBlocking() {
            return true;
        }
    }

    private static final class MarkedPonger extends Ponger {
        @Override
        public boolean isNonBlocking() {
            return true;
        }
    }

    @NonBlocking
    private static final class MarkedServer extends Server {}
}
