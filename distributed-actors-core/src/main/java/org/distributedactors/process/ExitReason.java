package org.distributedactors.process;

import java.util.Arrays;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Why a process ended: any term. What is in it travels to every link and monitor, also on other nodes, so it is
/// always made of plain terms.
public record ExitReason(Term term) {

    public static final ExitReason NORMAL = of("normal");
    public static final ExitReason SHUTDOWN = of("shutdown");
    private static final Atom MIGRATED = Atom.of("migrated");

    /// As the reason of an exit signal that is no link's: cannot be trapped, and the process ends with {@link #KILLED}.
    public static final ExitReason KILL = of("kill");

    public static final ExitReason KILLED = of("killed");
    public static final ExitReason NOPROC = of("noproc");
    public static final ExitReason NOCONNECTION = of("noconnection");
    public static final ExitReason TIMEOUT = of("timeout");

    private static final int SHOWN_FRAMES = 16;
    private static final int SHOWN_CAUSES = 4;
    private static final int SHOWN_CHARACTERS = 1000;

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

    /// `{bad_request, Why}`: what a call fails with whose request cannot be written, or is none that the callee knows.
    ///
    /// @param why with the path of what does not fit, such as `Order.lines[3].price`; cut off after 1000 characters
    public static ExitReason badRequest(String why) {
        String shown = why.length() > SHOWN_CHARACTERS ? why.substring(0, SHOWN_CHARACTERS) : why;
        return new ExitReason(Tuple.of(Atom.of("bad_request"), Binary.utf8(shown)));
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

    /// The process goes on as another one: `{shutdown, {migrated, Pid}}`, of a node that stood for it and stops.
    public static ExitReason migrated(Pid pid) {
        return shutdown(Tuple.of(MIGRATED, pid));
    }

    /// As which the process goes on; null when it does not.
    @Nullable Pid goesOnAs() {
        return term instanceof Tuple shutdown
                        && shutdown.arity() == 2
                        && shutdown.get(1) instanceof Tuple moved
                        && moved.isTagged(MIGRATED, 2)
                        && moved.get(1) instanceof Pid pid
                        && isClean()
                ? pid
                : null;
    }

    /// Whether the process ended in order: `normal`, `shutdown` or `{shutdown, _}`. Supervisors do not count such an end
    /// as a failure.
    public boolean isClean() {
        return isNormal()
                || equals(SHUTDOWN)
                || (term instanceof Tuple tuple && tuple.isTagged((Atom) SHUTDOWN.term, 2));
    }

    /// One word for logs and meters, without anything that a user's code has put into it: the class of an exception, or
    /// the atom that is or begins the reason; `term` when there is none.
    public String kind() {
        Term first = term;
        while (first instanceof Tuple tuple && tuple.arity() > 0) {
            first = tuple.get(0);
        }
        return first instanceof Atom atom ? atom.name() : "term";
    }

    @Override
    public String toString() {
        return term.toString();
    }
}
