package org.distributedactors.faults;

/// Tells what happens at a node, in lines that begin with `!`, the moment in nanoseconds, and a word for the kind. All
/// programs of one machine share the clock.
final class EventLog {

    private EventLog() {}

    /// Whatever breaks a promise is told under this word.
    static final String BROKEN = "broken";

    static void event(String kind, Object... words) {
        StringBuilder line = new StringBuilder("!").append(System.nanoTime());
        line.append(' ').append(kind);
        for (Object word : words) {
            line.append(' ').append(word);
        }
        IO.println(line);
    }
}
