package org.distributedactors.global;

import java.math.BigInteger;
import org.distributedactors.term.Atom;

/// What a timer reminds of. Timers are never stopped: one that is no longer wanted is recognised when it fires.
sealed interface GlobalTimer {

    /// The locker may try again.
    record RetryLock(long attempt) implements GlobalTimer {}

    /// The other locker should have answered by now.
    record LockPatience(long attempt) implements GlobalTimer {}

    /// The registrar may try again.
    record RetryRegistration(long attempt) implements GlobalTimer {}

    /// A node that we met through others should know us by now, and we it.
    record CheckMember(Atom node, long number) implements GlobalTimer {}

    /// A report of a lost connection is old enough to be forgotten.
    record ForgetLostConnection(Atom reporter, Atom lost, BigInteger creation, BigInteger operation)
            implements GlobalTimer {}
}
