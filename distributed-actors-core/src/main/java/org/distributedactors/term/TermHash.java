package org.distributedactors.term;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hash code of a term with parts. However deep it is, it costs heap and no stack.
final class TermHash {

    private TermHash() {}

    static int of(Term term) {
        Open open = new Open(term, null);
        while (true) {
            if (open.at < open.parts.size()) {
                Term part = open.parts.get(open.at++);
                if (TermParts.isCompound(part)
                        && !(part instanceof MapTerm map && map.isHashed())) {
                    open = new Open(part, open);
                } else {
                    open.hash = open.hash * 31 + part.hashCode();
                }
                continue;
            }
            if (open.term instanceof MapTerm map) {
                map.hashed(open.hash);
            }
            if (open.outer == null) {
                return open.hash;
            }
            open.outer.hash = open.outer.hash * 31 + open.hash;
            open = open.outer;
        }
    }

    /// A term of which not all parts are counted in yet.
    private static final class Open {

        final Term term;
        final List<Term> parts;
        final @Nullable Open outer;
        int at;
        int hash;

        Open(Term term, @Nullable Open outer) {
            this.term = term;
            this.parts = TermParts.of(term);
            this.outer = outer;
            this.hash = 7 + parts.size();
        }
    }
}
