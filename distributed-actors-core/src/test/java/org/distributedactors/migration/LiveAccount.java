package org.distributedactors.migration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.Account.Message;
import org.distributedactors.node.Node;
import org.distributedactors.term.Pid;

/// An {@link Account} for tests of other packages, which break its moves off.
public final class LiveAccount {

    private LiveAccount() {}

    /// Lets accounts move from and to a node.
    ///
    /// @param reached is told, by the node's own thread, that a move has come to this point
    public static void declare(Kernel kernel, Consumer<MigrationPoint> reached) {
        kernel.migrator().types().declare(Account.TYPE);
        kernel.migrator().observe((point, id) -> reached.accept(point));
    }

    /// Starts one.
    public static Pid spawn(Node node) {
        return node.spawn(org.distributedactors.process.SpawnOptions.DEFAULT, Account.behaviour())
                .pid();
    }

    /// A call that is remembered as the client and the number.
    public static CompletionStage<Long> put(
            Node node, Pid account, String client, long number, Duration limit) {
        return node.ref(account, Message.class).callAsync(new Message.PutAs(client, number), limit);
    }

    /// What it remembers, in order.
    public static CompletionStage<List<String>> entries(Node node, Pid account) {
        return node.ref(account, Message.class).callAsync(new Message.Entries());
    }
}
