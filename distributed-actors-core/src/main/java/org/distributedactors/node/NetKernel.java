package org.distributedactors.node;

import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// The server `net_kernel` as other nodes see it: it answers `net_adm:ping`, which is a call of `{is_auth, Node}`.
///
/// A node that answers anything but `yes` is disconnected by the one that asked, and one that does not answer keeps it
/// waiting for ever; so this process runs where user code cannot hold it up.
final class NetKernel implements ProcessBehaviour {

    static final Atom NAME = Atom.of("net_kernel");

    private static final Atom IS_AUTH = Atom.of("is_auth");
    private static final Atom YES = Atom.of("yes");

    private final Node node;

    NetKernel(Node node) {
        this.node = node;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        TermCall call = TermCall.from(message);
        if (call != null
                && call.request() instanceof Tuple request
                && request.isTagged(IS_AUTH, 2)) {
            call.reply(node, YES);
        }
        return null;
    }
}
