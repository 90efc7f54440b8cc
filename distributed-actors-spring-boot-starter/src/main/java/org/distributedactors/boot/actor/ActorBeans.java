package org.distributedactors.boot.actor;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/// Makes and ends the instances of actor beans.
record ActorBeans(ConfigurableBeanFactory factory) {

    Object create(ActorDefinition actor) {
        return factory.getBean(actor.beanName());
    }

    /// By name: without it no `@PreDestroy` runs in an application that was processed ahead of time.
    void destroy(ActorDefinition actor, Object instance) {
        factory.destroyBean(actor.beanName(), instance);
    }
}
