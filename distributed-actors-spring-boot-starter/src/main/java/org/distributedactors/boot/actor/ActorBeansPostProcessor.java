package org.distributedactors.boot.actor;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/// Teaches the container two things: an actor's bean is injected nowhere, since it belongs to its process alone, and an
/// injection point with {@link Whereis} or {@link Group} gets a client.
final class ActorBeansPostProcessor implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String beanName : ActorDefinitions.names(beans)) {
            beans.getBeanDefinition(beanName).setAutowireCandidate(false);
        }
        if (beans instanceof DefaultListableBeanFactory factory) {
            WhereisClients clients = new WhereisClients(beans);
            GroupClients groups = new GroupClients(beans);
            factory.setAutowireCandidateResolver(
                    new ClientCandidateResolver(clients::client, groups::client));
        }
    }
}
