package org.distributedactors.boot.actuate;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Terms as text for people, short whatever a peer has put into them.
final class TermText {

    private static final int SHOWN_DEPTH = 3;

    private TermText() {}

    /// A pid as its own node prints it, `<0.41.0>`.
    static String of(Pid pid) {
        return "<0.%s.%s>"
                .formatted(
                        Integer.toUnsignedString(pid.id()), Integer.toUnsignedString(pid.serial()));
    }

    /// A reference as its own node prints it, `#Ref<0.12.34.56>`.
    static String of(Reference reference) {
        String text = reference.toString();
        return text.replace("#Ref<" + reference.node().name(), "#Ref<0");
    }

    /// What a monitor watches: `node/<0.77.0>`, `node/name`, or the node.
    static String target(Term target) {
        return switch (target) {
            case Pid pid -> pid.node().name() + "/" + of(pid);
            case Tuple named when named.arity() == 2 ->
                    name(named.get(1)) + "/" + name(named.get(0));
            default -> name(target);
        };
    }

    /// The node on which the target of a monitor is.
    static @Nullable String nodeOf(Term target) {
        return switch (target) {
            case Pid pid -> pid.node().name();
            case Tuple named when named.arity() == 2 -> name(named.get(1));
            case Atom node -> node.name();
            default -> null;
        };
    }

    /// A reason by its words. A crash carries whatever the exception said, which is nobody's business here.
    static String reason(Term reason) {
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

    private static String name(Term term) {
        return term instanceof Atom atom ? atom.name() : "?";
    }
}
