package org.distributedactors.boot.overview;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Terms as text for people, short whatever a peer has put into them.
public final class TermText {

    private static final int SHOWN_DEPTH = 3;
    private static final int SHOWN_LENGTH = 200;

    private TermText() {}

    /// A pid as its own node prints it, `<0.41.0>`.
    public static String of(Pid pid) {
        return "<0.%s.%s>"
                .formatted(
                        Integer.toUnsignedString(pid.id()), Integer.toUnsignedString(pid.serial()));
    }

    /// A reference as its own node prints it, `#Ref<0.12.34.56>`.
    public static String of(Reference reference) {
        String text = reference.toString();
        return text.replace("#Ref<" + reference.node().name(), "#Ref<0");
    }

    /// What a monitor watches: `node/<0.77.0>`, `node/name`, or the node.
    public static String target(Term target) {
        return switch (target) {
            case Pid pid -> pid.node().name() + "/" + of(pid);
            case Tuple named when named.arity() == 2 ->
                    name(named.get(1)) + "/" + name(named.get(0));
            default -> name(target);
        };
    }

    /// The node on which the target of a monitor is.
    public static @Nullable String nodeOf(Term target) {
        return switch (target) {
            case Pid pid -> pid.node().name();
            case Tuple named when named.arity() == 2 -> name(named.get(1));
            case Atom node -> node.name();
            default -> null;
        };
    }

    /// A reason by its words. A crash carries whatever the exception said, which is nobody's business here.
    public static String reason(Term reason) {
        return reason(reason, SHOWN_DEPTH);
    }

    private static String reason(Term reason, int depth) {
        return switch (reason) {
            case Atom word -> word.name();
            case Tuple words when words.arity() > 0 && depth > 0 ->
                    "{" + reason(words.get(0), depth - 1) + (words.arity() > 1 ? ", …}" : "}");
            default -> "…";
        };
    }

    /// A name of the cluster or of a group: the text of an atom or of a binary, else as Erlang writes it, cut where it
    /// gets long.
    public static String any(Term term) {
        String text =
                switch (term) {
                    case Atom atom -> atom.name();
                    case Binary binary -> binary.utf8();
                    default -> term.toString();
                };
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }

    private static String name(Term term) {
        return term instanceof Atom atom ? atom.name() : "?";
    }
}
