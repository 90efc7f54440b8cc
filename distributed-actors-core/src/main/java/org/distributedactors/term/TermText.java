package org.distributedactors.term;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Prints terms in Erlang's syntax, at most 2048 characters of them and then `...`. However deep or long they are, it costs
/// little more than what is printed.
final class TermText {

    static final int MOST_CHARACTERS = 2048;

    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();
    private final ArrayDeque<Pieces> open = new ArrayDeque<>();

    private TermText() {}

    /// The text of a term with parts.
    static String of(Term term) {
        return new TermText().print(term);
    }

    /// The text without what is over the limit.
    static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + CUT;
    }

    private String print(Term term) {
        open(term);
        while (!open.isEmpty() && text.length() <= MOST_CHARACTERS) {
            Pieces pieces = open.element();
            if (pieces.at == pieces.parts.size()) {
                text.append(pieces.end);
                open.pop();
            } else {
                Term part = pieces.next(text);
                if (hasPieces(part)) {
                    open(part);
                } else {
                    text.append(part);
                }
            }
        }
        return cut(text.toString());
    }

    private static boolean hasPieces(Term term) {
        return term instanceof Tuple
                || term instanceof MapTerm
                || term instanceof NativeRecord
                || (term instanceof ListTerm list && !list.isPrintable());
    }

    private void open(Term term) {
        switch (term) {
            case Tuple tuple -> open("{", tuple.elements(), ",", ",", "}");
            case MapTerm map -> open("#{", map.keysAndValues(), " => ", ",", "}");
            case NativeRecord record -> {
                List<Term> fields = new ArrayList<>();
                for (int i = 0; i < record.fields().size(); i++) {
                    fields.add(record.fields().get(i));
                    fields.add(record.values().get(i));
                }
                open("#" + record.module() + ":" + record.name() + "{", fields, "=", ",", "}");
            }
            case ListTerm list -> {
                open("[", list.isProper() ? list.elements() : TermParts.of(list), ",", ",", "]");
                open.element().last = list.isProper() ? "," : "|";
            }
            default -> throw new AssertionError(term.getClass());
        }
    }

    private void open(String start, List<Term> parts, String odd, String even, String end) {
        text.append(start);
        open.push(new Pieces(parts, odd, even, end));
    }

    /// What is to be printed of a term.
    private static final class Pieces {

        final List<Term> parts;
        final String odd;
        final String even;
        final String end;

        /// What stands before the last part.
        String last;

        int at;

        Pieces(List<Term> parts, String odd, String even, String end) {
            this.parts = parts;
            this.odd = odd;
            this.even = even;
            this.end = end;
            this.last = parts.size() % 2 == 0 ? odd : even;
        }

        Term next(StringBuilder text) {
            if (at > 0) {
                text.append(at == parts.size() - 1 ? last : at % 2 == 1 ? odd : even);
            }
            return parts.get(at++);
        }
    }
}
