package org.distributedactors.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record that is a map on the wire. The keys are the names of its components as atoms in snake case, in any
/// order; keys that it does not know are skipped, and keys that are missing are components that did not arrive.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AsMap {}
