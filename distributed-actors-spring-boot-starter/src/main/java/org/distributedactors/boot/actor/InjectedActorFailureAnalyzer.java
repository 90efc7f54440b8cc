package org.distributedactors.boot.actor;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/// Says to whoever injects an actor as if it were any bean how to get a client of it. Comes before the analysis of a bean
/// that is missing, which would advise to define one.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InjectedActorFailureAnalyzer
        extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    private final BeanFactory beans;

    InjectedActorFailureAnalyzer(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            @Nullable Throwable rootFailure, NoSuchBeanDefinitionException cause) {
        ResolvableType wanted = cause.getResolvableType();
        if (wanted == null || !(beans instanceof ConfigurableListableBeanFactory all)) {
            return null;
        }
        return ActorDefinitions.names(all).stream()
                .filter(name -> isA(all.getType(name, false), wanted.toClass()))
                .findFirst()
                .map(name -> analysis(name, wanted.toClass(), cause))
                .orElse(null);
    }

    private static boolean isA(@Nullable Class<?> actor, Class<?> wanted) {
        return actor != null && !wanted.equals(Object.class) && wanted.isAssignableFrom(actor);
    }

    private static FailureAnalysis analysis(
            String actor, Class<?> wanted, NoSuchBeanDefinitionException cause) {
        return new FailureAnalysis(
                "A bean asks for %s, which is the actor '%s'. An actor belongs to its process and is injected nowhere."
                        .formatted(wanted.getName(), actor),
                "Inject a client of it: put @Whereis with its name at the injection point, whose type is its interface or a ServerRef of its messages.",
                cause);
    }
}
