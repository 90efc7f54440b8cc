package org.distributedactors.boot.exclusive;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/// Lets exclusive actors hold locks of the application's lock registry, if that gives locks that expire and can be renewed.
@AutoConfiguration(
        afterName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration")
@ConditionalOnClass(RenewableLockRegistry.class)
@ConditionalOnBean({RenewableLockRegistry.class, ExclusiveSettings.class})
public final class ExclusiveNamesAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Leases actorLeases(
            RenewableLockRegistry<?> registry,
            ObjectProvider<FencingTokens> tokens,
            ExclusiveSettings settings) {
        return new Leases(
                new LockRegistryLeases(registry),
                tokens.getIfAvailable(),
                new LeaseTimes(settings.lease()),
                Leases::startThread);
    }
}
