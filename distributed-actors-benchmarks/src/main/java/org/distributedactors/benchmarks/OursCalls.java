package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.concurrent.CompletableFuture;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.ProcessRuntime;

/// L4: one caller, one call after the other, to a server marked as non-blocking and to one without the mark.
final class OursCalls {
    private final ProcessRuntime runtime;

    OursCalls(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    record Get(long number) implements Call<Get, Long> {}

    @NonBlocking
    static final class Server implements GenServer<Get> {
        @Override
        public Next handle(Get get) {
            return reply(get, get.number());
        }
    }

    static final class UnmarkedServer implements GenServer<Get> {
        @Override
        public Next handle(Get get) {
            return reply(get, get.number());
        }
    }

    void calls() throws Exception {
        ServerRef<Get> marked = GenServer.start(runtime, new Server()).ref();
        calls("", marked, scale(1_000_000));
        ServerRef<Get> unmarked = GenServer.start(runtime, new UnmarkedServer()).ref();
        calls(",unmarked", unmarked, scale(50_000));
    }

    private void calls(String suffix, ServerRef<Get> server, int count) throws Exception {
        report(
                "ours",
                "L4",
                "call,from_thread" + suffix,
                "calls",
                "call/s",
                runs(() -> calls(server, count)));
        report(
                "ours",
                "L4",
                "call,from_process" + suffix,
                "calls",
                "call/s",
                runs(() -> {
                    CompletableFuture<Double> result = new CompletableFuture<>();
                    runtime.spawn(self -> result.complete(calls(server, count)));
                    return result.get();
                }));
        report(
                "ours",
                "L4",
                "call,from_behaviour" + suffix,
                "calls",
                "call/s",
                runs(() -> {
                    CompletableFuture<Double> result = new CompletableFuture<>();
                    Ours.spawn(
                            runtime,
                            (self, message) -> {
                                result.complete(calls(server, count));
                                return ExitReason.NORMAL;
                            },
                            "go");
                    return result.get();
                }));
    }

    private static double calls(ServerRef<Get> server, int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            server.call(new Get(i));
        }
        return rate(count, start, System.nanoTime());
    }
}
