package org.distributedactors.boot.state;

import javax.sql.DataSource;
import org.distributedactors.node.Node;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/// Keeps the states of actors in the application's database, where an actor wants it kept.
@AutoConfiguration(
        afterName = {
            "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnBean(Node.class)
@ConditionalOnSingleCandidate(DataSource.class)
public final class StateStoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(StateStore.class)
    JdbcStateStore actorStateStore(DataSource source) {
        return new JdbcStateStore(source);
    }
}
