package org.distributedactors.global;

import java.math.BigInteger;
import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Everything that can arrive at the three processes of `global`, and everything they send to each other.
///
/// Tags separate one attempt of two nodes to join from the next. A message carries the tag of its receiver, so
/// that the receiver can tell that it belongs to an attempt that is over.
sealed interface GlobalMessage {

    /// A request that waits for an answer.
    record Call(CallFrom from, GlobalRequest request) implements GlobalMessage {}

    /// The answer to one of our own calls.
    record Answer(long call, Term reply) implements GlobalMessage {}

    /// "Let us join": the first message of each side when a connection is up.
    ///
    /// @param version the version the sender speaks
    /// @param senderTag the sender's tag for this attempt
    /// @param locker the process that takes locks for the sender
    record InitConnect(int version, Term senderTag, Atom node, Pid locker)
            implements GlobalMessage {}

    /// Says which two tags the sender believes to belong together.
    record InitConnectAck(Atom node, Term receiverTag, Term senderTag) implements GlobalMessage {}

    /// The sender gives this attempt up. Both start anew.
    record CancelConnect(Atom node, Term receiverTag) implements GlobalMessage {}

    /// Whether the sender's locker has the lock in its own partition.
    ///
    /// @param known the sender's partition, which no receiver uses
    /// @param receiverTag null in the form that is sent straight to a locker
    record LockSet(Pid locker, boolean set, List<Atom> known, @Nullable Term receiverTag)
            implements GlobalMessage {}

    /// All names of the sender's partition, sent when both have the lock.
    record Exchange(Atom node, List<GlobalName> names, Term receiverTag) implements GlobalMessage {}

    /// What the sender resolved, and who is in its partition.
    ///
    /// @param namesExternal names of nodes without a name server, passed on as they came
    record Resolved(
            Atom node,
            List<NameOperation> operations,
            List<KnownNode> known,
            Term namesExternal,
            Term receiverTag)
            implements GlobalMessage {}

    /// Tells the rest of a partition about the nodes that joined it.
    ///
    /// @param lock the lock that the join is protected by, or null when it was not said
    record NewNodes(
            Atom node,
            List<NameOperation> operations,
            Term namesExternal,
            List<KnownNode> nodes,
            @Nullable LockId lock)
            implements GlobalMessage {}

    /// The sender counts us to its partition, without a join of its own with us.
    record InSync(Atom node) implements GlobalMessage {}

    /// `reporter` lost its connection to `lost`. Who hears it cuts its own connection to `lost`.
    ///
    /// @param creation tells runs of the reporter apart
    /// @param operation grows with each report of one run
    record LostConnection(Atom reporter, BigInteger creation, BigInteger operation, Atom lost)
            implements GlobalMessage {}

    /// The sender has forgotten us and wants the connection closed.
    record RemoveConnection(Atom node) implements GlobalMessage {}

    /// Asks for the owner of a name, answered when no change is under way.
    record Whereis(Term name, CallFrom from) implements GlobalMessage {}

    /// Connections will go down on purpose from now on.
    record PrepareShutdown(Pid from, Term reference) implements GlobalMessage {}

    /// A message of older releases that has no meaning any more.
    record Obsolete() implements GlobalMessage {}
}
