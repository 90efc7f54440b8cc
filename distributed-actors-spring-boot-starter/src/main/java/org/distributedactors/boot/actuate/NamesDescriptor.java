package org.distributedactors.boot.actuate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/// What the endpoint `actornames` answers, each list by name. What is null is left out of the JSON.
///
/// @param global the names of the cluster
/// @param local the names on this node, the kernel's own too
/// @param groups the groups that have a member
/// @param truncated true when a list has more than is shown, else null
public record NamesDescriptor(
        List<Global> global, List<Local> local, List<Group> groups, @Nullable Boolean truncated)
        implements OperationResponseBody {

    /// A name of the cluster.
    ///
    /// @param node of its owner
    /// @param since when this node saw the owner get it; null when that was not seen
    public record Global(String name, String pid, String node, @Nullable Instant since) {}

    /// A name on this node.
    public record Local(String name, String pid) {}

    /// A group.
    ///
    /// @param members how many, one that joined twice counted twice
    /// @param localMembers how many of them are processes of this node
    public record Group(String scope, String group, int members, int localMembers) {}
}
