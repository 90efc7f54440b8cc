package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.distributedactors.term.Atom;

/// Assertions that bytes are refused, and with the one exception that may refuse them.
final class Malformed {

    private Malformed() {}

    static ThrowableAssertAlternative<MalformedTermException> isMalformed(
            String hex, Atom... atoms) {
        return assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> Hex.decode(hex, atoms));
    }

    static ThrowableAssertAlternative<MalformedTermException> cannotBeSkipped(String hex) {
        return assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> Hex.reader(hex).skip());
    }

    static ThrowableAssertAlternative<MalformedTermException> isMalformed(
            byte[] bytes, TermLimits limits) {
        return assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> new EncodedTerm(bytes, new Atom[0]).decode(limits));
    }
}
