package org.distributedactors.benchmarks.peers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** One bare member of a mesh (R7), with default settings of the cluster. */
public final class PekkoMesh {
    public static void main(String[] args) throws Exception {
        int base = Integer.parseInt(args[2]);
        int all = Integer.parseInt(args[1]);
        ActorSystem<Void> system =
                ActorSystem.create(
                        Behaviors.empty(),
                        "peers",
                        PekkoRemote.config(base + Integer.parseInt(args[0]), ""));
        System.out.println("READY");
        System.in.read();
        Cluster.get(system)
                .manager()
                .tell(Join.create(new Address("pekko", "peers", "127.0.0.1", base)));
        while (PekkoRemote.ups(system) < all) {
            new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
        }
        System.out.println("WHOLE");
        System.in.read();
    }
}
