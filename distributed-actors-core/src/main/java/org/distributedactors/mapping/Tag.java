package org.distributedactors.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The atom that stands for a record, a constant of an enum, or as a key of a record that is a map, in place of its
/// name in snake case.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Tag {

    /// The name of the atom, at most 255 characters.
    String value();
}
