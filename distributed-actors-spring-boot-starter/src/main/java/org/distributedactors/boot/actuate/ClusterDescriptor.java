package org.distributedactors.boot.actuate;

import java.time.Instant;
import java.util.List;
import org.distributedactors.boot.overview.ClusterOverview;
import org.distributedactors.boot.overview.NodeSummary;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.transport.CloseReason;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/// What the endpoint `actorcluster` answers. What is null is left out of the JSON.
///
/// @param self the node that answers
/// @param nodes it first, then the others by name
public record ClusterDescriptor(String self, List<Member> nodes) implements OperationResponseBody {

    /// A node.
    ///
    /// @param state of the connection; null for the node that answers
    /// @param since when the connection came into this state
    /// @param version the version of this library there; null when it does not run it, or has not said so yet
    /// @param reason why the last connection ended; null while there is one
    /// @param detail the same in one clause
    /// @param summary what it says of itself; null when it says nothing
    public record Member(
            String name,
            PeerStatus.@Nullable State state,
            @Nullable Instant since,
            @Nullable String version,
            @Nullable CloseReason reason,
            @Nullable String detail,
            @Nullable NodeSummary summary) {

        static Member of(ClusterOverview.Member member) {
            PeerStatus status = member.status();
            if (status == null) {
                return new Member(
                        member.name().toString(), null, null, null, null, null, member.summary());
            }
            return new Member(
                    member.name().toString(),
                    status.state(),
                    status.since(),
                    status.capabilities() == null ? null : status.capabilities().version(),
                    status.reason(),
                    status.detail(),
                    member.summary());
        }
    }
}
