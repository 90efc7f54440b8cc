/// External term format: bytes to terms and back, as a whole or piece by piece.
///
/// Whatever the bytes are, decoding ends in a value or in a
/// {@link org.distributedactors.etf.MalformedTermException}; it never takes more memory than a small multiple of the
/// bytes that are there, and never recurses. The source is the chapter "External Term Format" of the ERTS User's Guide.
@NullMarked
package org.distributedactors.etf;

import org.jspecify.annotations.NullMarked;
