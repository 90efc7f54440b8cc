/// Erlang's values, immutable and without behaviour: what every other package speaks in.
///
/// Equality is Erlang's `=:=`: `1` and `1.0` differ, `0.0` and `-0.0` differ (as from OTP 27 on), and two
/// values that were written to bytes in different ways are equal when they mean the same.
@NullMarked
package org.distributedactors.term;

import org.jspecify.annotations.NullMarked;
