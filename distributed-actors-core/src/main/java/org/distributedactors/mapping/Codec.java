package org.distributedactors.mapping;

import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.jspecify.annotations.Nullable;

/// Writes the values of one Java type as one term each, and reads them back. Safe for use by several threads.
///
/// @param <T> the Java type
public interface Codec<T extends @Nullable Object> {

    /// Writes exactly one term.
    ///
    /// @throws MappingException when the value cannot be written; what was written until then stays in the buffer
    void write(TermWriter out, T value);

    /// Reads exactly one term.
    ///
    /// @throws MappingException when the bytes are no term, or one that is no value of this type
    T read(TermReader in);
}
