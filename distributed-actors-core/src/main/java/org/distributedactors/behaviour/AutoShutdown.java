package org.distributedactors.behaviour;

/// Whether a supervisor ends with its significant children, OTP's `auto_shutdown`.
public enum AutoShutdown {
    NEVER,
    /// When one of them has ended by itself and is not started again.
    ANY_SIGNIFICANT,
    /// When the last of them has.
    ALL_SIGNIFICANT
}
