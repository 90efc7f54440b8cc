package org.distributedactors.boot.observation;

import io.micrometer.observation.ObservationRegistry;
import org.distributedactors.kernel.Kernel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Observes handled messages and calls, if the application wants that and has a registry of observations.
@AutoConfiguration(
        afterName = {
            "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass({ObservationRegistry.class, Kernel.class})
@ConditionalOnBooleanProperty(name = "distributed-actors.observations.enabled")
@ConditionalOnBean({Kernel.class, ObservationRegistry.class})
@EnableConfigurationProperties(ObservationsProperties.class)
public final class ObservationsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ActorObservations actorObservations(
            ObservationRegistry registry,
            ObjectProvider<HandleObservationConvention> handle,
            ObjectProvider<CallObservationConvention> call,
            ObjectProvider<SendObservationConvention> send) {
        return new ActorObservations(
                registry, handle.getIfAvailable(), call.getIfAvailable(), send.getIfAvailable());
    }
}
