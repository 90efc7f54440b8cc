package org.distributedactors.boot.actor;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/// Answers injection points with {@link Whereis} as the container answers those with `@Value`: with a value of its own,
/// before any bean is considered.
final class WhereisCandidateResolver extends ContextAnnotationAutowireCandidateResolver {

    private final BiFunction<Whereis, ResolvableType, Object> clients;

    /// @param clients makes what is injected from the annotation and the type of the injection point
    WhereisCandidateResolver(BiFunction<Whereis, ResolvableType, Object> clients) {
        this.clients = clients;
    }

    @Override
    public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
        MergedAnnotation<Whereis> whereis =
                MergedAnnotations.from(descriptor.getAnnotations()).get(Whereis.class);
        return whereis.isPresent()
                ? clients.apply(whereis.synthesize(), descriptor.getResolvableType())
                : super.getSuggestedValue(descriptor);
    }
}
