package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.concurrent.CompletableFuture;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Pid;

/// L6: selective receive by plain processes with a long mailbox.
final class OursReceive {
    private static final int DEPTH = 10_000;

    private final ProcessRuntime runtime;

    OursReceive(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    private record Junk(int number) {}

    private record Match(Pid from) {}

    private record Ack() {}

    private record Request(Pid from) {}

    private record Answer() {}

    void all() throws Exception {
        int cycles = scale(200);
        report(
                "ours",
                "L6",
                "cycle,depth=10k",
                "stash_match_drain",
                "us/cycle",
                runs(() -> cycle(cycles)));
        int receives = scale(5_000);
        report(
                "ours",
                "L6",
                "match_at_end,depth=10k",
                "receive",
                "us/op",
                runs(() -> deep(self -> matches(self, receives), receives)));
        int calls = scale(1_000_000);
        ServerRef<OursCalls.Get> server = GenServer.start(runtime, new OursCalls.Server()).ref();
        report(
                "ours",
                "L6",
                "ref_trick,depth=10k",
                "gen_server_call",
                "us/op",
                runs(() -> deep(self -> calls(server, calls), calls)));
        report(
                "ours",
                "L6",
                "ref_trick,depth=0",
                "gen_server_call",
                "us/op",
                runs(() -> deep(0, self -> calls(server, calls), calls)));
        int slow = scale(20_000);
        ServerRef<OursCalls.Get> unmarked =
                GenServer.start(runtime, new OursCalls.UnmarkedServer()).ref();
        report(
                "ours",
                "L6",
                "ref_trick,depth=10k,unmarked",
                "gen_server_call",
                "us/op",
                runs(() -> deep(self -> calls(unmarked, slow), slow)));
        Pid echo =
                Ours.spawn(
                        runtime,
                        (self, message) -> {
                            self.send(((Request) message).from(), new Answer());
                            return null;
                        });
        report(
                "ours",
                "L6",
                "no_ref_request_reply,depth=10k",
                "request",
                "us/op",
                runs(() -> deep(self -> requests(self, echo, receives), receives)));
    }

    private double cycle(int cycles) throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        Pid receiver =
                runtime.spawn(self -> {
                    while (true) {
                        Pid from = self.receive(m -> m instanceof Match match ? match::from : null);
                        for (int i = 0; i < DEPTH; i++) {
                            self.receive(m -> m instanceof Junk junk ? junk::number : null);
                        }
                        self.send(from, new Ack());
                    }
                });
        runtime.spawn(self -> {
            long start = System.nanoTime();
            for (int c = 0; c < cycles; c++) {
                for (int i = 0; i < DEPTH; i++) {
                    self.send(receiver, new Junk(i));
                }
                self.send(receiver, new Match(self.pid()));
                self.receive(m -> m instanceof Ack ack ? () -> ack : null);
            }
            result.complete(micros(start, cycles));
        });
        double micros = result.get();
        runtime.exit(receiver, ExitReason.KILL);
        return micros;
    }

    private interface Body {
        void run(PlainSelf self) throws Exception;
    }

    /// The body runs with 10,000 messages in the mailbox that it does not take.
    private double deep(Body body, int count) throws Exception {
        return deep(DEPTH, body, count);
    }

    private double deep(int depth, Body body, int count) throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        runtime.spawn(self -> {
            for (int i = 0; i < depth; i++) {
                self.send(self.pid(), new Junk(i));
            }
            long start = System.nanoTime();
            body.run(self);
            result.complete(micros(start, count));
        });
        return result.get();
    }

    private static void matches(PlainSelf self, int count) {
        for (int i = 0; i < count; i++) {
            self.send(self.pid(), new Match(self.pid()));
            self.receive(m -> m instanceof Match match ? () -> match : null);
        }
    }

    private static void calls(ServerRef<OursCalls.Get> server, int count) {
        for (int i = 0; i < count; i++) {
            server.call(new OursCalls.Get(i));
        }
    }

    private static void requests(PlainSelf self, Pid echo, int count) {
        for (int i = 0; i < count; i++) {
            self.send(echo, new Request(self.pid()));
            self.receive(m -> m instanceof Answer answer ? () -> answer : null);
        }
    }

    private static double micros(long start, int count) {
        return (System.nanoTime() - start) / 1e3 / count;
    }
}
