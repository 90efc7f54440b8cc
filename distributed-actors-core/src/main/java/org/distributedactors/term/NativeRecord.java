package org.distributedactors.term;

import java.util.List;

/// A native record of OTP 29: a name in a module, and named fields.
///
/// @param exported whether its module exports it
/// @param module the module that declares it
/// @param name its name there
/// @param fields the names of the fields, in order
/// @param values the values of the fields, in the same order
public record NativeRecord(
        boolean exported, Atom module, Atom name, List<Atom> fields, List<Term> values)
        implements Term, Comparable<NativeRecord> {

    /// @throws IllegalArgumentException when there are not as many values as fields
    public NativeRecord {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException(
                    fields.size() + " fields but " + values.size() + " values");
        }
    }

    /// Whether all but the values is equal.
    boolean hasHeadOf(NativeRecord that) {
        return exported == that.exported
                && module.equals(that.module)
                && name.equals(that.name)
                && fields.equals(that.fields);
    }

    @Override
    public int compareTo(NativeRecord other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof NativeRecord that
                        && hasHeadOf(that)
                        && TermEquality.sameParts(this, that));
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return TermText.of(this);
    }
}
