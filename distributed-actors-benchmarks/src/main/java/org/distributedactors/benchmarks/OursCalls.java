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
import org.distributedactors.process.ProcessRuntime;

/// L4: one caller, one call after the other, to a server of no mark.
final class OursCalls {
    private final ProcessRuntime runtime;

    OursCalls(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    record Get(long number) implements Call<Get, Long> {}

    static final class Server implements GenServer<Get> {
        @Override
        public Next handle(Get get) {
            return reply(get, get.number());
        }
    }

    void calls() throws Exception {
        int count = scale(200_000);
        ServerRef<Get> server = GenServer.start(runtime, new Server()).ref();
        report(
                "ours",
                "L4",
                "call,from_thread",
                "calls",
                "call/s",
                runs(() -> calls(server, count)));
        report(
                "ours",
                "L4",
                "call,from_process",
                "calls",
                "call/s",
                runs(() -> {
                    CompletableFuture<Double> result = new CompletableFuture<>();
                    runtime.spawn(self -> result.complete(calls(server, count)));
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
