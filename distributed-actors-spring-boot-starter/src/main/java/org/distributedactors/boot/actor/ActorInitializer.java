package org.distributedactors.boot.actor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distributedactors.process.Self;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/// The method `init` of an actor that takes the argument of whoever starts it. It runs in the new process, before anything
/// else of the actor.
///
/// ```java
/// @Actor(type = "worker", spawnable = true)
/// class WorkerActor implements Worker {
///     void init(WorkerName name) { … }
/// ```
record ActorInitializer(Method method) {

    /// @throws InvalidActorException when there is more than one such method
    static Optional<ActorInitializer> of(String beanName, Class<?> type) {
        List<Method> methods =
                Arrays.stream(
                                ReflectionUtils.getUniqueDeclaredMethods(
                                        type, ActorInitializer::isInitializer))
                        .toList();
        if (methods.size() > 1) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) has %d methods 'init' that take an argument."
                            .formatted(beanName, type.getName(), methods.size()),
                    "Keep one; a record may hold several values.");
        }
        return methods.stream().findFirst().map(ActorInitializer::new);
    }

    private static boolean isInitializer(Method method) {
        return method.getName().equals("init")
                && method.getParameterCount() == 1
                && !method.getParameterTypes()[0].equals(Self.class)
                && !method.isBridge();
    }

    /// What the argument decodes to.
    Type argumentType() {
        return method.getGenericParameterTypes()[0];
    }

    void call(Object bean, @Nullable Object argument) throws Exception {
        try {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            ReflectionUtils.makeAccessible(invocable);
            invocable.invoke(bean, argument);
        } catch (InvocationTargetException failed) {
            ReflectionUtils.rethrowException(failed.getTargetException());
        }
    }
}
