package org.distributedactors.boot.actor;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/// Answers injection points with {@link Whereis} or {@link Group} as the container answers those with `@Value`: with a
/// value of its own, before any bean is considered.
final class ClientCandidateResolver extends ContextAnnotationAutowireCandidateResolver {

    private final BiFunction<Whereis, ResolvableType, Object> clients;
    private final BiFunction<Group, ResolvableType, Object> groups;

    /// @param clients makes what is injected from the annotation and the type of the injection point
    /// @param groups the same for groups
    ClientCandidateResolver(
            BiFunction<Whereis, ResolvableType, Object> clients,
            BiFunction<Group, ResolvableType, Object> groups) {
        this.clients = clients;
        this.groups = groups;
    }

    @Override
    public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
        MergedAnnotations annotations = MergedAnnotations.from(descriptor.getAnnotations());
        MergedAnnotation<Whereis> whereis = annotations.get(Whereis.class);
        if (whereis.isPresent()) {
            return clients.apply(whereis.synthesize(), descriptor.getResolvableType());
        }
        MergedAnnotation<Group> group = annotations.get(Group.class);
        return group.isPresent()
                ? groups.apply(group.synthesize(), descriptor.getResolvableType())
                : super.getSuggestedValue(descriptor);
    }
}
