package org.distributedactors.benchmarks;

import org.distributedactors.behaviour.Call;
import org.distributedactors.term.Pid;

/// What crosses the wire between our two nodes.
final class RemoteMessages {
    private RemoteMessages() {}

    /// To the process `hub` of the far node.
    sealed interface Hub {}

    record NewReceiver(Pid to, long count, int window, boolean mark) implements Hub {}

    record NewPong(Pid to, boolean mark) implements Hub {}

    record NewServer(Pid to, boolean mark) implements Hub {}

    /// To a receiver of the far node.
    sealed interface Data {}

    record Tell(long number, String text) implements Data {}

    record Bin(byte[] bytes) implements Data {}

    record Ping(Pid from, long number) {}

    record Echo(long number) implements Call<Echo, Long> {}

    /// Back to the near node.
    sealed interface Answer {}

    record Ready(Pid pid) implements Answer {}

    record Ack(long count) implements Answer {}

    record All(long allocated, long cpuNanos) implements Answer {}

    record Pong(long number) implements Answer {}
}
