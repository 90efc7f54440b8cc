package org.distributedactors.term;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A native record of OTP 29: a name in a module, and named fields.
///
/// @param exported whether its module exports it
/// @param module the module that declares it
/// @param name its name there
/// @param fields the names of the fields, in order
/// @param values the values of the fields, in the same order
public record NativeRecord(
        boolean exported, Atom module, Atom name, List<Atom> fields, List<Term> values)
        implements Term {

    /// @throws IllegalArgumentException when there are not as many values as fields
    public NativeRecord {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException(
                    fields.size() + " fields but " + values.size() + " values");
        }
    }

    @Override
    public String toString() {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> fields.get(i) + "=" + values.get(i))
                .collect(Collectors.joining(",", "#" + module + ":" + name + "{", "}"));
    }
}
