package org.distributedactors.dist;

import org.distributedactors.etf.EncodedTerm;
import org.jspecify.annotations.Nullable;

/// One signal of a peer: what is to be done, and the message or exit reason that came with it, still in bytes.
///
/// @param payload present exactly when `control` is a {@link ControlMessage.WithPayload}
public record DistributionMessage(ControlMessage control, @Nullable EncodedTerm payload) {

    /// @throws IllegalArgumentException when there is a payload too many or too few
    public DistributionMessage {
        if (control instanceof ControlMessage.WithPayload != (payload != null)) {
            throw new IllegalArgumentException(
                    control.getClass().getSimpleName()
                            + (payload == null ? " has" : " has no")
                            + " payload");
        }
    }
}
