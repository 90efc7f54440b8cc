package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/// A function that other nodes may call, by `erpc` and `rpc`. Nothing is exposed that does not say so.
///
/// On a method of any bean it is that method. On an {@link Actor} with a name, whose class implements an interface as its
/// protocol, it is each method of that interface: a call of it is a call of the actor, wherever that is.
///
/// ```java
/// @Component
/// class Prices {
///     @Exposed(module = "prices")                  // erpc:call(Node, prices, of_article, [<<"pen">>])
///     long ofArticle(String article) { … }
/// }
/// ```
///
/// Arguments decode to the types of the parameters; others are `error:badarg` for the caller. A method without a value gives
/// `ok`. It runs in a process of its own and may block.
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface Exposed {

    /// The module that callers name; by default the name of the bean, or that of the actor. Placeholders are resolved.
    String module() default "";

    /// The function that callers name; by default the name of the method in lower snake case. Not for an actor.
    String function() default "";

    /// Which nodes may call it, as their names, in which `*` stands for any characters. For others it does not exist.
    String[] peers() default "*";
}
