package org.distributedactors.boot.exclusive;

/// Where fencing tokens come from: for each name, numbers that only grow, whoever in the cluster asks.
///
/// A token is asked for while the lease is held, and used only if the lease still stood when the answer was there. So each
/// owner has a higher one than every owner before it, and a store that refuses a token below the highest it has seen is
/// safe from an owner that does not know yet that it is none any more. {@link JdbcFencingTokens} is one over JDBC; for other
/// stores the application brings its own. Without such a bean owners have no token.
@FunctionalInterface
public interface FencingTokens {

    /// The next number for a name, higher than all before.
    ///
    /// @throws RuntimeException when there is none to be had; the lease is then given back
    long next(String name);
}
