package org.distributedactors.mapping;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import org.distributedactors.term.Atom;
import org.distributedactors.term.SnakeCase;

/// The atoms of records, components and constants: their name in snake case, or what {@link Tag} says.
final class Tags {

    private Tags() {}

    static Atom of(Class<?> record) {
        return of(record, record.getSimpleName());
    }

    static Atom of(RecordComponent component) {
        return of(component, component.getName());
    }

    static Atom of(Enum<?> constant) {
        try {
            return of(constant.getDeclaringClass().getField(constant.name()), constant.name());
        } catch (NoSuchFieldException missing) {
            throw new IllegalArgumentException(missing);
        }
    }

    private static Atom of(AnnotatedElement element, String name) {
        Tag tag = element.getAnnotation(Tag.class);
        return Atom.of(tag == null ? SnakeCase.of(name) : tag.value());
    }
}
