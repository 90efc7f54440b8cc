package org.distributedactors.boot.actor;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/// The fields of one instance that are marked as its state. Used by its process alone.
final class FieldState implements Movable<Term> {

    private final Object instance;
    private final List<Field> fields;
    private final Node node;

    /// @param bean the instance, or a proxy of it
    FieldState(Object bean, Node node) {
        Object target = AopProxyUtils.getSingletonTarget(bean);
        this.instance = target == null ? bean : target;
        this.fields = fields(instance.getClass());
        this.node = node;
    }

    /// Whether a class says by its fields what its state is.
    static boolean isToldBy(Class<?> type) {
        return !fields(type).isEmpty();
    }

    /// @throws InvalidActorException when the fields make no state
    static void check(String beanName, Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Field field : fields(type)) {
            int modifiers = field.getModifiers();
            if (Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
                throw new InvalidActorException(
                        "The field '%s' of the actor '%s' (%s) is its state and cannot be set."
                                .formatted(field.getName(), beanName, type.getName()),
                        "Make it neither static nor final, or leave out @ActorState.");
            }
            if (!names.add(name(field))) {
                throw new InvalidActorException(
                        "Two fields of the actor '%s' (%s) are called '%s' in its state."
                                .formatted(beanName, type.getName(), name(field)),
                        "Give one of them another name, @ActorState(\"…\").");
            }
        }
        if (!names.isEmpty() && Movable.class.isAssignableFrom(type)) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) says twice what its state is."
                            .formatted(beanName, type.getName()),
                    "Leave out @ActorState, or do not implement Movable.");
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        ReflectionUtils.doWithFields(
                type, fields::add, field -> field.isAnnotationPresent(ActorState.class));
        fields.forEach(ReflectionUtils::makeAccessible);
        return fields;
    }

    private static String name(Field field) {
        ActorState state = Objects.requireNonNull(field.getAnnotation(ActorState.class));
        return StringUtils.hasText(state.value()) ? state.value() : field.getName();
    }

    @Override
    public Term moveOut() {
        Map<Term, Term> state = new HashMap<>();
        for (Field field : fields) {
            @Nullable Object value = ReflectionUtils.getField(field, instance);
            state.put(Atom.of(name(field)), value == null ? Atom.UNDEFINED : node.toTerm(value));
        }
        return MapTerm.of(state);
    }

    /// @throws IllegalArgumentException when a field has another type
    @Override
    public void moveIn(Self self, Term state) {
        if (!(state instanceof MapTerm values)) {
            throw new IllegalArgumentException("no map of fields");
        }
        for (Field field : fields) {
            Term value = values.get(Atom.of(name(field)));
            if (value != null) {
                ReflectionUtils.setField(field, instance, read(field, value));
            }
        }
    }

    private @Nullable Object read(Field field, Term value) {
        boolean isNull = value.equals(Atom.UNDEFINED) && !field.getType().isPrimitive();
        boolean itself = field.getType().equals(Atom.class) || field.getType().equals(Term.class);
        return isNull && !itself ? null : node.fromTerm(value, field.getGenericType());
    }
}
