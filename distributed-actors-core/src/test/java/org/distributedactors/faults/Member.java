package org.distributedactors.faults;

import java.util.List;

/// A node of a cluster under test, as the test sees it.
interface Member extends AutoCloseable {

    String name();

    boolean register(String global);

    /// The node of the name's owner, `undefined` without one.
    String whereis(String global);

    /// The other nodes of its partition of `global`, in order.
    List<String> known();

    /// The connected nodes, in order.
    List<String> nodes();

    /// Starts to send numbered messages to all others.
    void load(int rate, int bytes);

    /// Ends all load.
    void quiet();

    /// What it has seen that no promise allows.
    List<String> broken();

    /// Nodes that were lost though a monitor of something on them has not fired.
    List<String> stale();

    /// How many numbered messages came.
    long received();

    /// The number of its process.
    long pid();

    /// As `kill -9`.
    default void kill() {
        signal("KILL");
    }

    default void freeze() {
        signal("STOP");
    }

    default void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        Command.run("kill", "-" + signal, String.valueOf(pid()));
    }

    @Override
    void close();
}
