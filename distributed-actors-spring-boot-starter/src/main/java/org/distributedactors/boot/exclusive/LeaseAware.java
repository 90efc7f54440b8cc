package org.distributedactors.boot.exclusive;

/// An exclusive actor that wants to know its lease. It is no message: the method is called once, in the new process, before
/// anything else of the actor.
public interface LeaseAware {

    /// @param lease of this very instance
    void setLease(Lease lease);
}
