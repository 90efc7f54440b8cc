package org.distributedactors.sample.session;

/// Counts what a visitor does.
public interface Session {

    /// The group that all sessions of the cluster are in.
    String GROUP = "sessions";

    void hit();

    /// How many hits there were, wherever it ran.
    long hits();
}
