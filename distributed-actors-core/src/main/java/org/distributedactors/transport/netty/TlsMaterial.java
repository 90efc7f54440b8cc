package org.distributedactors.transport.netty;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/// What a node shows to others in TLS, and what it takes from them.
///
/// @param keys this node's own certificate and key, shown by whichever side it is
/// @param trust the authorities whose certificates are taken
/// @param protocols the versions, such as `TLSv1.3`; empty stands for TLS 1.3 alone
/// @param ciphers the cipher suites by their names in the JDK; empty stands for those of the JDK
public record TlsMaterial(
        KeyManagerFactory keys,
        TrustManagerFactory trust,
        List<String> protocols,
        List<String> ciphers) {

    /// The version that is spoken unless others are named. Nodes of OTP up to release 27 have to be told to offer it.
    static final String DEFAULT_PROTOCOL = "TLSv1.3";

    public TlsMaterial {
        protocols = protocols.isEmpty() ? List.of(DEFAULT_PROTOCOL) : List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }
}
