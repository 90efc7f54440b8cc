/// Java values straight to and from Erlang's bytes, without a tree of terms between.
///
/// A {@link org.distributedactors.mapping.Mapping} builds one {@link org.distributedactors.mapping.Codec} for each
/// declared type, once, and keeps it. Only types that the application declares are ever instantiated: what arrives
/// chooses between the members of a declared family and nothing else.
///
/// | Java | Erlang | Read as well |
/// |---|---|---|
/// | `String` | binary of UTF-8 | list of code points |
/// | `Atom`, `boolean`, constant of an enum | atom, of an enum in lower snake case | |
/// | `byte` to `long`, `char` (its UTF-16 unit), `BigInteger` | integer | |
/// | `double`, `float`, always finite | float | integer |
/// | record | `{snake_case_name, Component, ...}`; without components the bare atom | see below |
/// | record with `@AsMap`, `@AsStruct` | map with atoms as keys, with `__struct__` | unknown keys are skipped |
/// | sealed interface of records and enums | what its members are | |
/// | `List`, `Collection`, `Set`, array | list | |
/// | `Map` | map | |
/// | `byte[]`, `Binary` | binary | |
/// | `Optional` | the value or `undefined`; in a struct the value or `nil` | both, always |
/// | `Instant` | integer, milliseconds since 1970-01-01T00:00Z, the rest cut off | |
/// | `Duration` | integer, milliseconds, the rest cut off | |
/// | `UUID` | binary of 16 bytes | |
/// | `Pid`, `Reference`, `Port`, `Term` and its family | themselves | |
///
/// Versions of a record live side by side: components are added at the end. A component that did not arrive is
/// zero, `false`, an empty `Optional` or collection, else null; components that are not known are skipped; a bare
/// atom is a record of which no component arrived. A component that is null is written `undefined`, and
/// `undefined` or `nil` is read like a component that did not arrive, unless it is a value of the component's own
/// type. Everywhere else null is an error.
///
/// What cannot be mapped ends in an {@link org.distributedactors.mapping.UnsupportedTypeException} when the codec is
/// built; a value that cannot be written, or bytes that do not fit, in a
/// {@link org.distributedactors.mapping.MappingException}. Both name the path of the culprit.
@NullMarked
package org.distributedactors.mapping;

import org.jspecify.annotations.NullMarked;
