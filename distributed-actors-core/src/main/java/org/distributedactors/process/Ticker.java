package org.distributedactors.process;

/// Measures durations; only differences have a meaning.
@FunctionalInterface
public interface Ticker {

    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
