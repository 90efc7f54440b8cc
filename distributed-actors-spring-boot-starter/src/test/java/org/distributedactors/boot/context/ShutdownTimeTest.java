package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.RemoteSpawner;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/// The one deadline that all have who end something when a node leaves.
class ShutdownTimeTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicLong clock = new AtomicLong(-5);

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    static class Application {}

    /// Does not end when it is told to.
    private static final class Stubborn implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            self.trapExit(true);
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void itRunsFromTheFirstBeginning() {
        ShutdownTime time = new ShutdownTime(Duration.ofSeconds(10), clock::get);
        pass(Duration.ofSeconds(7));
        assertThat(time.left()).isEqualTo(Duration.ofSeconds(10));

        time.begin();
        pass(Duration.ofSeconds(4));
        time.begin();
        assertThat(time.left()).isEqualTo(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(7));
        assertThat(time.left()).isZero();

        time.end();
        assertThat(time.left()).isEqualTo(time.limit());
    }

    /// With what was left at the first look one would wait half an hour.
    @Test
    void nobodyWaitsForMoreThanIsLeftAtThatMoment() {
        Duration look = Duration.ofMinutes(20);
        LongSupplier atEachLookMoreIsGone = () -> clock.addAndGet(look.toNanos());
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(
                ShutdownTime.class,
                () -> new ShutdownTime(look.multipliedBy(3), atEachLookMoreIsGone));
        context.register(Application.class);
        context.refresh();
        context.getBean(ActorTypes.class)
                .declare(new ActorType("stubborn", true, argument -> new Stubborn()));
        context.getBean(RemoteSpawner.class)
                .spawn(context.getBean(Node.class).name(), "stubborn", null);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);

        assertThat(closing).succeedsWithin(LIMIT);
    }
}
