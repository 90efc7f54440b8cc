package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What somebody reads whose application does not start because of an actor.
@ExtendWith(OutputCaptureExtension.class)
class InvalidActorFailureAnalyzerTest {

    interface Greeter {
        String greet();
    }

    interface Missing {}

    @Actor("greeter")
    static class OneGreeter implements Greeter {
        @Override
        public String greet() {
            return "hello";
        }
    }

    @Actor("greeter")
    static class OtherGreeter extends OneGreeter {}

    @Actor("needy")
    static class NeedyGreeter extends OneGreeter {
        NeedyGreeter(Missing missing) {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    static class Node {}

    record WantsTheActor(Greeter greeter) {}

    @Import({OneGreeter.class, WantsTheActor.class})
    static class InjectsAnActor extends Node {}

    @Import({OneGreeter.class, OtherGreeter.class})
    static class TwoWithOneName extends Node {}

    @Import(NeedyGreeter.class)
    static class WithoutADependency extends Node {}

    @Test
    void twoActorsWithOneNameStopTheStartWithAnAdvice(CapturedOutput output) {
        assertThat(start(TwoWithOneName.class)).isInstanceOf(DuplicateActorNameException.class);
        assertThat(output)
                .contains("both have the name 'greeter'")
                .contains("Action:")
                .contains("Give one of them another name");
    }

    @Test
    void anActorThatCannotBeMadeStopsTheStart(CapturedOutput output) {
        assertThat(start(WithoutADependency.class)).isNotNull();
        assertThat(output).contains("APPLICATION FAILED TO START").contains("Missing");
    }

    @Test
    void whoInjectsAnActorIsToldHowToGetAClient(CapturedOutput output) {
        assertThat(start(InjectsAnActor.class)).isNotNull();
        assertThat(output)
                .contains("which is the actor")
                .contains("Inject a client of it: put @Whereis");
    }

    private static Throwable start(Class<?> application) {
        return catchThrowable(() ->
                new SpringApplicationBuilder(application)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off")
                        .run());
    }
}
