package org.distributedactors.boot.actor;

import java.util.List;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.ImportAware;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/// Registers the clients of {@link ImportActorClients}. Public for the code that is generated ahead of time, and for nobody else.
public final class ActorClientsRegistrar implements BeanRegistrar, ImportAware {

    private List<Class<?>> types = List.of();

    @Override
    public void setImportMetadata(AnnotationMetadata metadata) {
        MergedAnnotation<ImportActorClients> imported =
                metadata.getAnnotations().get(ImportActorClients.class);
        types = List.of(imported.getClassArray("value"));
    }

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        types.forEach(type -> register(registry, type));
    }

    private static <T> void register(BeanRegistry registry, Class<T> type) {
        registry.registerBean(
                ClassUtils.getShortNameAsProperty(type),
                type,
                bean -> bean.supplier(context -> context.bean(ActorClients.class).client(type)));
    }
}
