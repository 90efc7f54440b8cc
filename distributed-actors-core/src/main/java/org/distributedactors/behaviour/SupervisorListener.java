package org.distributedactors.behaviour;

import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.process.ExitReason;
import org.slf4j.LoggerFactory;

/// Hears what a supervisor decides about children that failed, as OTP's supervisor reports. Called in the supervisor's
/// process, so it must be quick; what it throws ends the supervisor.
public interface SupervisorListener {

    /// Writes one line for each decision.
    SupervisorListener LOG =
            new SupervisorListener() {
                @Override
                public void restarting(ChildInfo child, ExitReason reason, int restart, int max) {
                    LoggerFactory.getLogger(SupervisorListener.class)
                            .info(
                                    "child starts again: id={} restart={} of {} reason={}",
                                    child.id(),
                                    restart,
                                    max,
                                    reason.kind());
                }

                @Override
                public void gaveUp(ChildInfo child, ExitReason reason) {
                    LoggerFactory.getLogger(SupervisorListener.class)
                            .error(
                                    "too many restarts, the supervisor ends: id={} reason={}",
                                    child.id(),
                                    reason.kind());
                }
            };

    /// The child ended with this reason and starts again.
    ///
    /// @param child as it was before
    /// @param restart the how manieth restart it is within the period, over all children
    /// @param max how many are allowed
    default void restarting(ChildInfo child, ExitReason reason, int restart, int max) {}

    /// The child ended with this reason, and one more restart would be too many: the supervisor ends.
    default void gaveUp(ChildInfo child, ExitReason reason) {}
}
