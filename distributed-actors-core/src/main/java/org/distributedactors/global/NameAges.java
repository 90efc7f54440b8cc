package org.distributedactors.global;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// For how long processes of this node have had their names. Any thread may ask.
final class NameAges {

    private final Ticker ticker;
    private final Atom us;
    private final ConcurrentHashMap<Term, Held> held = new ConcurrentHashMap<>();

    private record Held(Pid pid, long sinceNanos) {}

    NameAges(Ticker ticker, Atom us) {
        this.ticker = ticker;
        this.us = us;
    }

    /// Follows what happens to names.
    void hear(GlobalEvent event) {
        switch (event) {
            case GlobalEvent.NameRegistered(Term name, Pid pid, Pid previous) -> {
                held.remove(name);
                if (pid.node().equals(us)) {
                    held.put(name, new Held(pid, ticker.nanos()));
                }
            }
            case GlobalEvent.NameUnregistered(Term name, Pid pid) -> held.remove(name);
            default -> {}
        }
    }

    /// Milliseconds, or `undefined` when the process does not have the name.
    Term age(Term name, Term pid) {
        Held found = held.get(name);
        return found != null && found.pid.equals(pid)
                ? IntegerTerm.of(Duration.ofNanos(ticker.nanos() - found.sinceNanos).toMillis())
                : Atom.UNDEFINED;
    }
}
