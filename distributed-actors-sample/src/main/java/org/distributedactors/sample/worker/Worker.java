package org.distributedactors.sample.worker;

/// Greets, and counts how often it did.
public interface Worker {

    /// What a worker says.
    ///
    /// @param node where it runs
    /// @param greetings how many there were, with this one
    record Greeting(String from, String node, long greetings) {}

    Greeting greet();
}
