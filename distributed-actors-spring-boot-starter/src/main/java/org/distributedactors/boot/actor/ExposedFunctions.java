package org.distributedactors.boot.actor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.distributedactors.behaviour.InterfaceProtocol;
import org.distributedactors.node.Node;
import org.distributedactors.rpc.ExposedFunction;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.rpc.Grant;
import org.distributedactors.rpc.RpcException;
import org.distributedactors.term.Atom;
import org.distributedactors.term.SnakeCase;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/// Finds what is {@link Exposed} when all singletons are there, and makes functions of it. Makes no bean.
public final class ExposedFunctions implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final FunctionRegistry functions;
    private final Node node;
    private final Map<String, String> owners = new HashMap<>();

    /// @param node turns terms into arguments and values into terms
    ExposedFunctions(ConfigurableListableBeanFactory beans, FunctionRegistry functions, Node node) {
        this.beans = beans;
        this.functions = functions;
        this.node = node;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String beanName : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(beanName, false);
            if (type != null && AnnotationUtils.isCandidateClass(type, Exposed.class)) {
                MethodIntrospector.selectMethods(type, ExposedFunctions::annotation)
                        .forEach((method, exposed) -> expose(beanName, method, exposed));
            }
        }
        ActorDefinitions.of(beans).all().forEach(this::exposeActor);
    }

    private static @Nullable Exposed annotation(Method method) {
        return AnnotatedElementUtils.findMergedAnnotation(method, Exposed.class);
    }

    private void expose(String beanName, Method method, Exposed exposed) {
        if (beans.isPrototype(beanName)) {
            throw new InvalidActorException(
                    "The method '%s' of the bean '%s' is @Exposed, and there is no one instance to call it on."
                            .formatted(method.getName(), beanName),
                    "Expose a method of a singleton, or put @Exposed on the class of an actor with"
                            + " a name.");
        }
        String function =
                exposed.function().isEmpty() ? SnakeCase.of(method.getName()) : exposed.function();
        expose(
                beanName,
                module(exposed, beanName),
                function,
                method,
                exposed,
                () -> beans.getBean(beanName));
    }

    private String module(Exposed exposed, String otherwise) {
        String resolved = beans.resolveEmbeddedValue(exposed.module());
        return StringUtils.hasText(resolved) ? resolved : otherwise;
    }

    private void exposeActor(ActorDefinition actor) {
        Exposed exposed = beans.findAnnotationOnBean(actor.beanName(), Exposed.class, false);
        if (exposed == null) {
            return;
        }
        if (!actor.startsAtBoot()
                || !(actor.shape() instanceof ActorShape.Contract(Class<?> contract))) {
            throw new InvalidActorException(
                    "The actor '%s' is @Exposed, but it has no name or no interface of its own."
                            .formatted(actor.beanName()),
                    "Give it a name and an interface; a GenServer is called by gen_server:call as"
                            + " it is.");
        }
        Object client =
                new WhereisClients(beans)
                        .client(
                                actor.global().orElse(""),
                                actor.global().isPresent() ? "" : actor.name().orElse(""),
                                ResolvableType.forClass(contract));
        String module = module(exposed, actor.name().or(actor::global).orElseThrow());
        for (Method method : InterfaceProtocol.of(contract).methods()) {
            String function = InterfaceProtocol.wireName(method);
            expose(actor.beanName(), module, function, method, exposed, () -> client);
        }
    }

    private void expose(
            String beanName,
            String module,
            String function,
            Method method,
            Exposed exposed,
            Supplier<Object> target) {
        String name = module + ":" + function + "/" + method.getParameterCount();
        String other = owners.putIfAbsent(name, beanName);
        if (other != null) {
            throw new DuplicateActorNameException("function", name, other, beanName);
        }
        functions.expose(
                module,
                function,
                method.getParameterCount(),
                Grant.to(Arrays.asList(exposed.peers())),
                new Called(node, method, target));
    }

    /// One call of a method.
    private record Called(Node node, Method method, Supplier<Object> target)
            implements ExposedFunction {

        @Override
        public Term apply(List<Term> arguments) throws Exception {
            Object[] values = new Object[arguments.size()];
            Type[] types = method.getGenericParameterTypes();
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments.get(i), types[i]);
            }
            Object bean = target.get();
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            ReflectionUtils.makeAccessible(invocable);
            try {
                Object result = invocable.invoke(bean, values);
                boolean nothing = method.getReturnType().equals(void.class);
                return nothing ? Atom.OK : node.toTerm(result);
            } catch (InvocationTargetException failed) {
                ReflectionUtils.rethrowException(failed.getTargetException());
                throw failed;
            }
        }

        private Object value(Term argument, Type type) {
            try {
                return node.fromTerm(argument, type);
            } catch (IllegalArgumentException other) {
                throw RpcException.badarg();
            }
        }
    }
}
