package org.distributedactors.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record that is an Elixir struct on the wire: a map as with {@link AsMap}, and the module under `__struct__`.
/// Components without a value are written `nil`, as Elixir expects.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AsStruct {

    /// The atom of the module, in full: `Elixir.My.Module`.
    String value();
}
