package org.distributedactors.boot.rolling;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.process.Self;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.Import;

/// The application that {@link RollingRestartIT} runs three times.
@SpringBootConfiguration
@ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
@Import({RollingNode.Session.class, RollingNode.First.class, RollingNode.Second.class})
class RollingNode {

    interface Account {

        /// Gives the sum of all that was added.
        CompletionStage<Long> add(long n);
    }

    record Saved(long total) {}

    abstract static class AccountBase implements Account, Movable<Saved> {
        private long total;

        @Override
        public CompletionStage<Long> add(long n) {
            total += n;
            return CompletableFuture.completedStage(total);
        }

        @Override
        public Saved moveOut() {
            return new Saved(total);
        }

        @Override
        public void moveIn(Self self, Saved saved) {
            total = saved.total();
        }
    }

    @Actor(type = "session", spawnable = true, movable = true)
    static class Session extends AccountBase {}

    @Actor(global = "first", movable = true)
    static class First extends AccountBase {}

    @Actor(global = "second", movable = true)
    static class Second extends AccountBase {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(RollingNode.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(args);
        IO.println(RollingMember.STARTED);
    }
}
