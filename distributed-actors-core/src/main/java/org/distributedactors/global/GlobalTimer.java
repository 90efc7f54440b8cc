package org.distributedactors.global;

import java.math.BigInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;

/// What a timer reminds of. Timers are never stopped: one that is no longer wanted is recognised when it fires.
sealed interface GlobalTimer {

    /// The locker may try again.
    record RetryLock(long attempt) implements GlobalTimer {}

    /// The other locker should have answered by now.
    record LockPatience(long attempt) implements GlobalTimer {}

    /// The registrar may try again.
    record RetryRegistration(long attempt) implements GlobalTimer {}

    /// The registrar need not keep the lock for changes that may follow.
    record LingerOver(long attempt) implements GlobalTimer {}

    /// An attempt to join may begin anew after several that failed.
    record OpenAgain(Atom node, long number) implements GlobalTimer {}

    /// A node that we met through others should know us by now, and we it.
    record CheckMember(Atom node, long number) implements GlobalTimer {}

    /// The resolver of a conflict on another node should have answered by now.
    record ResolverPatience(long call) implements GlobalTimer {}

    /// News that name a lost node are no longer older than its loss.
    record StaleNews(Atom node, long number) implements GlobalTimer {}

    /// A node that was to close its connection with us should have done so.
    record StillConnected(Atom node, long number) implements GlobalTimer {}

    /// A node of which we heard late should have said by now what holds.
    record UnconfirmedNews(Atom node, long number) implements GlobalTimer {}

    /// The table of names may be compared with another node's.
    record CompareTables(long number) implements GlobalTimer {}

    /// The lock of an application may be tried again.
    record RetryUserLock(long request) implements GlobalTimer {}

    /// A process that ended with `noconnection` although its node is up may live.
    record WatchAgain(long monitor, Pid target) implements GlobalTimer {}

    /// A report of a lost connection is old enough to be forgotten.
    record ForgetLostConnection(Atom reporter, Atom lost, BigInteger creation, BigInteger operation)
            implements GlobalTimer {}
}
