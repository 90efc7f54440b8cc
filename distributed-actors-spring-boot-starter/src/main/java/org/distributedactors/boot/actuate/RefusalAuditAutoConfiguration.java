package org.distributedactors.boot.actuate;

import org.distributedactors.node.Node;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/// Audits what other nodes were refused.
@AutoConfiguration(
        afterName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration")
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnBean(Node.class)
public final class RefusalAuditAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RefusalAudit actorRefusalAudit(ApplicationEventPublisher publisher) {
        return new RefusalAudit(publisher);
    }
}
