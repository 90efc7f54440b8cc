package org.distributedactors.process;

import java.util.Arrays;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Why a process ended: any term. What is in it travels to every link and monitor, also on other nodes, so it is
/// always made of plain terms.
public record ExitReason(Term term) {

    public static final ExitReason NORMAL = of("normal");
    public static final ExitReason SHUTDOWN = of("shutdown");

    /// As the reason of an exit signal that is no link's: cannot be trapped, and the process ends with {@link #KILLED}.
    public static final ExitReason KILL = of("kill");

    public static final ExitReason KILLED = of("killed");
    public static final ExitReason NOPROC = of("noproc");
    public static final ExitReason NOCONNECTION = of("noconnection");
    public static final ExitReason TIMEOUT = of("timeout");

    private static final int SHOWN_FRAMES = 16;
    private static final int SHOWN_CAUSES = 4;

    public static ExitReason of(String atom) {
        return new ExitReason(Atom.of(atom));
    }

    /// `{shutdown, Term}`: an end in order that says more than `shutdown`.
    public static ExitReason shutdown(Term term) {
        return new ExitReason(Tuple.of(SHUTDOWN.term, term));
    }

    /// `{nodedown, Node}`: what a call fails with when the connection to the callee's node is lost.
    public static ExitReason nodedown(Atom node) {
        return new ExitReason(Tuple.of(Atom.of("nodedown"), node));
    }

    /// `{Reason, Stack}` of an exception that nobody caught. The reason is `{Class, Message}` or, when the exception
    /// has a cause, `{Class, Message, Cause}`; the stack is a list of `{Module, Function, Arity, Location}` as in Erlang,
    /// with arity 0 because Java does not keep it.
    public static ExitReason of(Throwable thrown) {
        return thrown instanceof ProcessExit exit
                ? exit.reason()
                : new ExitReason(Tuple.of(describe(thrown, SHOWN_CAUSES), stack(thrown)));
    }

    private static Term describe(Throwable thrown, int depth) {
        Atom type = atom(thrown.getClass().getName());
        String text = thrown.getMessage();
        Term message = text == null ? Atom.UNDEFINED : Binary.utf8(text);
        Throwable cause = thrown.getCause();
        return cause == null || depth == 0
                ? Tuple.of(type, message)
                : Tuple.of(type, message, describe(cause, depth - 1));
    }

    private static ListTerm stack(Throwable thrown) {
        return ListTerm.wrap(
                Arrays.stream(thrown.getStackTrace())
                        .limit(SHOWN_FRAMES)
                        .map(ExitReason::frame)
                        .toArray(Term[]::new));
    }

    private static Term frame(StackTraceElement frame) {
        String file = frame.getFileName();
        Term location =
                file == null
                        ? ListTerm.EMPTY
                        : ListTerm.of(
                                Tuple.of(Atom.of("file"), ListTerm.string(file)),
                                Tuple.of(Atom.of("line"), IntegerTerm.of(frame.getLineNumber())));
        return Tuple.of(
                atom(frame.getClassName()),
                atom(frame.getMethodName()),
                IntegerTerm.of(0),
                location);
    }

    private static Atom atom(String name) {
        return Atom.of(
                name.length() > Atom.MAX_CHARACTERS
                        ? name.substring(0, Atom.MAX_CHARACTERS)
                        : name);
    }

    public boolean isNormal() {
        return equals(NORMAL);
    }

    /// Whether the process ended in order: `normal`, `shutdown` or `{shutdown, _}`. Supervisors do not count such an end
    /// as a failure.
    public boolean isClean() {
        return isNormal()
                || equals(SHUTDOWN)
                || (term instanceof Tuple tuple && tuple.isTagged((Atom) SHUTDOWN.term, 2));
    }

    @Override
    public String toString() {
        return term.toString();
    }
}
