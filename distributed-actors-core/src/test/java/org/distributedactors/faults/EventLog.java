package org.distributedactors.faults;

/// Where a node tells what happens to it.
@FunctionalInterface
interface EventLog {

    /// Whatever breaks a promise is told under this word.
    String BROKEN = "broken";

    void tell(String kind, Object... words);

    /// Prints a line that begins with `!`, the moment in nanoseconds, and a word for the kind. All programs of one machine share
    /// the clock.
    static void event(String kind, Object... words) {
        StringBuilder line = new StringBuilder("!").append(System.nanoTime());
        line.append(' ').append(kind);
        for (Object word : words) {
            line.append(' ').append(word);
        }
        IO.println(line);
    }
}
