package org.distributedactors.global;

import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// For how long the two owners of one name have had it, as far as their nodes have said so yet.
final class Ages {

    private final Conflict conflict;
    private final long hisCall;
    private final long oursCall;
    private @Nullable Term his;
    private @Nullable Term ours;

    /// @param hisCall the number of the question about his
    /// @param oursCall the number of the question about ours
    Ages(Conflict conflict, long hisCall, long oursCall) {
        this.conflict = conflict;
        this.hisCall = hisCall;
        this.oursCall = oursCall;
    }

    Conflict conflict() {
        return conflict;
    }

    long hisCall() {
        return hisCall;
    }

    long oursCall() {
        return oursCall;
    }

    /// Whether this answer is one of those that are waited for.
    boolean answered(long call, Term age) {
        if (call == hisCall) {
            his = age;
        } else if (call == oursCall) {
            ours = age;
        }
        return call == hisCall || call == oursCall;
    }

    boolean isDone() {
        return his != null && ours != null;
    }

    /// The owner that has had the name for longer, or null when that is not known.
    @Nullable Pid older() {
        if (his instanceof IntegerTerm hisAge && ours instanceof IntegerTerm oursAge) {
            int order = hisAge.compareTo(oursAge);
            return order == 0 ? null : order > 0 ? conflict.his() : conflict.ours();
        }
        return null;
    }
}
